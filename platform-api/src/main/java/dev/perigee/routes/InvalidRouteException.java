package dev.perigee.routes;

/** A definition that cannot be served; the message names it, the reason and what to do. */
public final class InvalidRouteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidRouteException(String message) {
        super(message);
    }
}
