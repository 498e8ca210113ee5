package dev.perigee.routes;

import java.util.Collection;

/** Compiled routes for tests of other features. */
public final class TestRoutes {

    private TestRoutes() {}

    public static Routes of(Collection<RouteDefinition> definitions) {
        var routes = new RoutesHolder();
        routes.replace(definitions);
        return routes;
    }
}
