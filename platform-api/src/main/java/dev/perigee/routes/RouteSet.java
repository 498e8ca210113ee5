package dev.perigee.routes;

import dev.perigee.problems.FieldError;
import dev.perigee.problems.PerigeeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import reactor.core.publisher.Mono;

/** Routes that are to be stored together; says of each what is wrong with it, and where it is. */
final class RouteSet {

    private final List<RouteDefinition> definitions;
    private final boolean alone;
    private final TreeSet<Integer> lacking = new TreeSet<>();

    private RouteSet(List<RouteDefinition> definitions, boolean alone) {
        this.definitions = definitions;
        this.alone = alone;
    }

    RouteSet(List<RouteDefinition> definitions) {
        this(definitions, false);
    }

    /** One route, whose errors say places in it. */
    static RouteSet alone(RouteDefinition definition) {
        return new RouteSet(List.of(definition), true);
    }

    List<RouteDefinition> definitions() {
        return definitions;
    }

    static String place(int index) {
        return "/routes/" + index;
    }

    /** Compiles routes beside those that serve; fails with all that is wrong. */
    void check(Routes routes, Collection<RouteDefinition> all) {
        try {
            routes.check(all);
        } catch (InvalidRouteException invalid) {
            var errors = new ArrayList<FieldError>();
            for (var refusal : invalid.refusals()) {
                var parent = place(refusal.route());
                refusal.errors().forEach(error -> errors.add(error.below(parent)));
            }
            throw new PerigeeException(
                    RouteProblems.INVALID_ROUTE, String.valueOf(invalid.getMessage()), errors);
        }
    }

    /** Where a route is in the request; stored text may differ in nothing but its spaces. */
    private String place(RouteDefinition route) {
        for (int i = 0; i < definitions.size() && !alone; i++) {
            var own = definitions.get(i);
            if (own.method().equals(route.method())
                    && own.path().equals(route.path())
                    && own.namespace().equals(route.namespace())) {
                return place(i);
            }
        }
        return "";
    }

    /** Notes that the function of this route does not exist. */
    void lacksFunction(int index) {
        lacking.add(index);
    }

    /** What comes next, unless functions are lacking. */
    Mono<Void> complete(Mono<Void> next) {
        return lacking.isEmpty() ? next : Mono.error(lacking(lacking.first()));
    }

    PerigeeException lacking(int first) {
        lacking.add(first);
        var errors = new ArrayList<FieldError>();
        for (var index : lacking) {
            errors.add(
                    new FieldError(
                            (alone ? "" : place(index)) + "/function",
                            "There is no function \"%s\""
                                    .formatted(definitions.get(index).function())));
        }
        var route = definitions.get(first);
        return new PerigeeException(
                RouteProblems.INVALID_ROUTE,
                "The route %s %s points to the function \"%s\", which does not exist; save it first."
                        .formatted(route.method(), route.path(), route.function()),
                errors);
    }
}
