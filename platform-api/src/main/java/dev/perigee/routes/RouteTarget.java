package dev.perigee.routes;

/** Who answers a route, as people write it. */
public sealed interface RouteTarget {

    /** What the name of a channel begins with where a function's could be. */
    String CHANNEL_PREFIX = "channel:";

    /** A function, or a channel written {@code channel:a:b}. */
    static RouteTarget of(String name) {
        return name.startsWith(CHANNEL_PREFIX)
                ? new Channel(name.substring(CHANNEL_PREFIX.length()))
                : new Function(name);
    }

    /** A function of the route's namespace, by name. */
    record Function(String name) implements RouteTarget {}

    /**
     * Backends that are called and merged.
     *
     * @param json the configuration, a JSON object that the gateway understands
     */
    record Pipeline(String json) implements RouteTarget {}

    /** The stages of a request, each of them a channel that ends in this path. */
    record Channel(String path) implements RouteTarget {}
}
