package dev.perigee.routes;

import java.util.Collection;

/** Holds the table that the gateway serves by; swapped whole, so that a request sees one table. */
public interface Routes {

    /** The table of now; never blocks. */
    RouteTable current();

    /**
     * Compiles the definitions and serves them from the next request on.
     *
     * @throws InvalidRouteException naming the definition and the reason; the former table goes on
     *     serving then
     */
    void replace(Collection<RouteDefinition> definitions);
}
