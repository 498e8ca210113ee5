package dev.perigee.routes;

import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** The one table of this process; a change is compiled beside the old table and then swapped in. */
@Component
class RoutesHolder implements Routes {

    private volatile RouteTable table = CompiledRouteTable.compile(List.of());

    @Override
    public RouteTable current() {
        return table;
    }

    @Override
    public void replace(Collection<RouteDefinition> definitions) {
        table = CompiledRouteTable.compile(definitions);
    }
}
