package dev.perigee.gateway.upstream;

/**
 * A backend did not answer, or not in a way that can be used. The status is what a gateway answers
 * a client in this case; the message is for people who run the gateway.
 */
public final class UpstreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final boolean forClient;

    private UpstreamException(int status, String message, boolean forClient) {
        super(message, null, false, false);
        this.status = status;
        this.forClient = forClient;
    }

    /** The backend cannot be reached, or broke off, or sent what nobody can read. */
    public static UpstreamException broken(String message) {
        return new UpstreamException(502, message, false);
    }

    /** More wait for the backend than may. */
    public static UpstreamException overloaded(String message) {
        return new UpstreamException(503, message, false);
    }

    /** The backend took too long. */
    public static UpstreamException timedOut(String message) {
        return new UpstreamException(504, message, false);
    }

    /** The backend answered with this status, which its configuration passes on to the client. */
    public static UpstreamException answered(int status, String message) {
        return new UpstreamException(status, message, true);
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
