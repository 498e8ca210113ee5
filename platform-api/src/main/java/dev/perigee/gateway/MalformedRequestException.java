package dev.perigee.gateway;

/** The client's request cannot be understood; the message tells the client what is wrong. */
final class MalformedRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    MalformedRequestException(String message) {
        this(400, message);
    }

    MalformedRequestException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
