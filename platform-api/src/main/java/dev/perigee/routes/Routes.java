package dev.perigee.routes;

import java.util.Collection;

/** Holds the table that the gateway serves by; swapped whole, so that a request sees one table. */
public interface Routes {

    /** The table of now; never blocks. */
    RouteTable current();

    /**
     * Compiles the stored definitions and serves them from the next request on, beside the fixed
     * ones.
     *
     * @throws InvalidRouteException naming the definition and the reason; the former table goes on
     *     serving then
     */
    void replace(Collection<RouteDefinition> definitions);

    /**
     * Serves these definitions, which come from a file and not from the store, instead of those
     * fixed before.
     *
     * @throws InvalidRouteException as {@link #replace} does
     */
    void fix(Collection<RouteDefinition> definitions);

    /**
     * Compiles the stored definitions beside the fixed ones, and serves neither.
     *
     * @throws InvalidRouteException as {@link #replace} does
     */
    void check(Collection<RouteDefinition> definitions);
}
