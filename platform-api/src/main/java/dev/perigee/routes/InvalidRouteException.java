package dev.perigee.routes;

import dev.perigee.problems.FieldError;
import java.util.List;

/** A definition that cannot be served; the message names it, the reason and what to do. */
public final class InvalidRouteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<FieldError> errors;

    public InvalidRouteException(String message) {
        this(message, List.of());
    }

    InvalidRouteException(String message, List<FieldError> errors) {
        super(message);
        this.errors = List.copyOf(errors);
    }

    /** The places within the route, when they are known. */
    public List<FieldError> errors() {
        return errors;
    }
}
