package dev.perigee.routes;

import java.util.Collection;
import java.util.List;

/** Compiled routes for tests of other features. */
public final class TestRoutes {

    private TestRoutes() {}

    public static Routes of(Collection<RouteDefinition> definitions, TargetCompiler compiler) {
        var routes = new RoutesHolder(compiler);
        routes.replace(definitions);
        return routes;
    }

    /** A table whose targets answer nothing. */
    static RouteTable table(Collection<RouteDefinition> definitions) {
        return CompiledRouteTable.compile(List.copyOf(definitions), Silent::new);
    }

    static RoutesHolder holder() {
        return new RoutesHolder(Silent::new);
    }

    private record Silent(RouteDefinition definition) implements CompiledTarget {}
}
