package dev.perigee.gateway.keys;

/** The keys' source does not answer, and none are left of it. */
public final class KeysUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeysUnavailableException(String message) {
        super(message, null, false, false);
    }
}
