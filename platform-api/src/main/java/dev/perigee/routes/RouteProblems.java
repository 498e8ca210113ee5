package dev.perigee.routes;

import dev.perigee.problems.Fault;
import dev.perigee.problems.ProblemType;

/** What can be wrong with a request about routes. */
public final class RouteProblems {

    public static final ProblemType ROUTE_NOT_FOUND =
            new ProblemType("route-not-found", 404, "No such route", Fault.CALLER);
    public static final ProblemType ROUTE_TAKEN =
            new ProblemType("route-taken", 409, "The route exists already", Fault.CALLER);
    public static final ProblemType INVALID_ROUTE =
            new ProblemType("invalid-route", 400, "The route cannot be served", Fault.CALLER);

    private RouteProblems() {}
}
