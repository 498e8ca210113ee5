package dev.perigee.routes;

/** Who answers a route, as people write it. */
public sealed interface RouteTarget {

    /** A function of the route's namespace, by name. */
    record Function(String name) implements RouteTarget {}

    /**
     * Backends that are called and merged.
     *
     * @param json the configuration, a JSON object that the gateway understands
     */
    record Pipeline(String json) implements RouteTarget {}
}
