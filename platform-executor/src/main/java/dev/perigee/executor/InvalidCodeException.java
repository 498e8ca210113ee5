package dev.perigee.executor;

/**
 * Code that cannot become a version. The message is for its author: it names file and line and says
 * what to do.
 */
public final class InvalidCodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidCodeException(String message) {
        super(message, null, false, false);
    }
}
