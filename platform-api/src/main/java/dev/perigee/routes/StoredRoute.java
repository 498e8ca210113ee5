package dev.perigee.routes;

import java.time.Instant;

/**
 * A route as it is stored.
 *
 * @param owner {@code api}, or the project whose deployments publish it
 */
public record StoredRoute(
        long id,
        String namespace,
        String method,
        String path,
        String function,
        String owner,
        Instant createdAt) {

    RouteDefinition definition() {
        return new RouteDefinition(namespace, method, path, function);
    }
}
