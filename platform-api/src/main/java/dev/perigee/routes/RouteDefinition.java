package dev.perigee.routes;

import org.jspecify.annotations.Nullable;

/**
 * A route as people write it: a method, a path pattern and who answers.
 *
 * @param method an HTTP method in capitals, or {@code ANY}
 * @param path begins with a slash; a segment {@code :name} takes one segment, a last {@code *name}
 *     the rest; a trailing slash means nothing
 * @param filters what protects the route, a JSON object that the gateway understands; null for
 *     nothing
 */
public record RouteDefinition(
        String namespace,
        String method,
        String path,
        RouteTarget target,
        @Nullable String filters) {

    public RouteDefinition(String namespace, String method, String path, RouteTarget target) {
        this(namespace, method, path, target, null);
    }

    public RouteDefinition(String namespace, String method, String path, String function) {
        this(namespace, method, path, RouteTarget.of(function));
    }

    /** The function's name; null when somebody else answers. */
    public @Nullable String function() {
        return target instanceof RouteTarget.Function(var name) ? name : null;
    }

    /** The channel's path; null when somebody else answers. */
    public @Nullable String channel() {
        return target instanceof RouteTarget.Channel(var channel) ? channel : null;
    }

    /** The pipeline's configuration; null when somebody else answers. */
    public @Nullable String pipeline() {
        return target instanceof RouteTarget.Pipeline(var json) ? json : null;
    }
}
