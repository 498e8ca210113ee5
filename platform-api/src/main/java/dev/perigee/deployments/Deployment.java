package dev.perigee.deployments;

import dev.perigee.channels.Subscription;
import dev.perigee.functions.FunctionDraft;
import dev.perigee.routes.RouteDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a project serves.
 *
 * @param project owns what is published; what it owned before and is not named here goes
 * @param functions of the namespace, each owned by the project
 * @param routes of the namespace, to these or other functions of it
 * @param events topics, triggers and schedules; null leaves the former as they are
 * @param subscribers of channels; null leaves the former as they are
 */
public record Deployment(
        String namespace,
        String project,
        List<FunctionDraft> functions,
        List<RouteDefinition> routes,
        @Nullable EventsDeclaration events,
        @Nullable List<Subscription> subscribers) {

    public Deployment {
        functions = List.copyOf(functions);
        routes = List.copyOf(routes);
        subscribers = subscribers == null ? null : List.copyOf(subscribers);
    }
}
