package dev.perigee.executor;

/**
 * The limits, beside the deadline, that end an invocation; {@link #label()} is the word that
 * callers see.
 */
public enum Limit {
    CPU_TIME("cpu time"),
    MEMORY("memory"),
    RESULT_SIZE("result size"),
    CALL_DEPTH("call depth");

    private final String label;

    Limit(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
