package dev.perigee.gateway.upstream;

/**
 * A backend did not answer, or not in a way that can be used. The status is what a gateway answers
 * a client in this case; the message is for people who run the gateway.
 */
public final class UpstreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final boolean forClient;
    private final boolean passing;

    private UpstreamException(int status, String message, boolean forClient, boolean passing) {
        super(message, null, false, false);
        this.status = status;
        this.forClient = forClient;
        this.passing = passing;
    }

    /** The backend cannot be reached, or broke off before its answer. */
    public static UpstreamException unreachable(String message) {
        return new UpstreamException(502, message, false, true);
    }

    /** The backend sent what nobody can read, or what may not be taken. */
    public static UpstreamException broken(String message) {
        return new UpstreamException(502, message, false, false);
    }

    /** More wait for the backend than may. */
    public static UpstreamException overloaded(String message) {
        return new UpstreamException(503, message, false, false);
    }

    /** The backend took too long. */
    public static UpstreamException timedOut(String message) {
        return new UpstreamException(504, message, false, true);
    }

    /** The backend answered with this status, which its configuration passes on to the client. */
    public static UpstreamException answered(int status, String message) {
        return new UpstreamException(status, message, true, isPassing(status));
    }

    /** Whether a backend that answers this may answer better in a moment. */
    public static boolean isPassing(int status) {
        return status >= 502 && status <= 504;
    }

    /** Whether the same call may succeed in a moment. */
    public boolean isPassing() {
        return passing;
    }

    public int status() {
        return status;
    }

    /** Whether the status is the backend's own, and meant for the client. */
    public boolean isForClient() {
        return forClient;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
