package dev.perigee.gateway.encoding;

/** A body that is not what its encoding promises. */
public final class DecodingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DecodingException(String message) {
        super(message, null, false, false);
    }
}
