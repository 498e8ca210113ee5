package dev.perigee.executor;

/**
 * Takes the log lines of one invocation, each whole. Called from executor threads; must neither
 * block nor throw.
 */
@FunctionalInterface
public interface InvocationLog {

    InvocationLog NONE = (_, _) -> {};

    /** Receives one line without its line feed. */
    void line(Level level, String text);

    /** Severity of a line; {@code print} and {@code console.log} write at {@link #INFO}. */
    enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }
}
