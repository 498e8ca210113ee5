package dev.perigee.routes;

import dev.perigee.problems.FieldError;
import java.util.List;
import java.util.stream.Collectors;

/** Definitions that cannot be served: every one of them, with everything that is wrong in it. */
public final class InvalidRouteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Refusal> refusals;

    /**
     * One definition that cannot be served.
     *
     * @param message names it, the reason and what to do
     * @param errors places by JSON pointers within the route
     */
    public record Refusal(RouteDefinition route, String message, List<FieldError> errors) {

        public Refusal {
            errors = List.copyOf(errors);
        }
    }

    InvalidRouteException(List<Refusal> refusals) {
        super(refusals.stream().map(Refusal::message).collect(Collectors.joining("; ")));
        this.refusals = List.copyOf(refusals);
    }

    /** A route with one thing wrong at a place in it. */
    static InvalidRouteException of(RouteDefinition route, String pointer, String reason) {
        return new InvalidRouteException(
                List.of(
                        new Refusal(
                                route,
                                "route " + PathPattern.describe(route) + ": " + reason,
                                List.of(new FieldError(pointer, reason)))));
    }

    /** All that are refused, in the order of their definitions. */
    public List<Refusal> refusals() {
        return refusals;
    }
}
