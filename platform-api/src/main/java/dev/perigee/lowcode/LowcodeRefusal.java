package dev.perigee.lowcode;

/** A request that is answered with a plain sentence. */
final class LowcodeRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    private LowcodeRefusal(int status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    static LowcodeRefusal of(String sentence) {
        return new LowcodeRefusal(400, sentence);
    }

    static LowcodeRefusal notFound() {
        return new LowcodeRefusal(404, "function not found");
    }

    int status() {
        return status;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
