package dev.perigee.routes;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** All routes, compiled for matching: static segments before parameters before wildcards. */
public interface RouteTable {

    /**
     * What a request meets.
     *
     * @param path the raw path of the request, percent-encoded, without the query
     */
    Match match(String method, String path);

    /**
     * The table of these routes.
     *
     * @throws InvalidRouteException naming every definition that cannot be served, and why
     */
    static RouteTable compile(Collection<RouteDefinition> definitions, TargetCompiler compiler) {
        return CompiledRouteTable.compile(definitions, compiler);
    }

    /** The result of a match. */
    sealed interface Match {

        /** A route, its target made ready, and its decoded path parameters. */
        record Found(RouteDefinition route, CompiledTarget target, Map<String, String> parameters)
                implements Match {}

        /** The path exists for these methods only. */
        record OtherMethods(Set<String> allowed) implements Match {}

        /** No route has this path. */
        record NotFound() implements Match {}
    }
}
