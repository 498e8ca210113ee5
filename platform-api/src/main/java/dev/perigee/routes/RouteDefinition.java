package dev.perigee.routes;

/**
 * A route as people write it: a method, a path pattern and the function that answers.
 *
 * @param method an HTTP method in capitals, or {@code ANY}
 * @param path begins with a slash; a segment {@code :name} takes one segment, a last {@code *name}
 *     the rest; a trailing slash means nothing
 * @param function the name of a function of the same namespace
 */
public record RouteDefinition(String namespace, String method, String path, String function) {}
