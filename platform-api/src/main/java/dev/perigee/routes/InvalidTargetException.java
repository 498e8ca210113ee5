package dev.perigee.routes;

import dev.perigee.problems.FieldError;
import java.util.List;
import java.util.stream.Collectors;

/** A route's target that cannot be served, with everything that is wrong in it. */
public final class InvalidTargetException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<FieldError> errors;

    /**
     * @param errors places by JSON pointers within the route
     */
    public InvalidTargetException(List<FieldError> errors) {
        super(
                errors.stream()
                        .map(error -> error.pointer() + ": " + error.detail())
                        .collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
    }

    public List<FieldError> errors() {
        return errors;
    }
}
