package dev.perigee.projects;

import dev.perigee.channels.SubscriptionRequest;
import dev.perigee.deployments.EventsRequest;
import dev.perigee.routes.RouteDefinition;
import dev.perigee.routes.RouteTarget;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a project folder holds at one moment. Files that cannot be used are listed in {@code
 * problems}; the rest is complete and can be served.
 *
 * @param functions sorted by name
 * @param routes as written; null when the gateway file itself cannot be read, so that the former
 *     routes go on
 * @param events topics, triggers and schedules; null when they cannot be read, so that the former
 *     go on
 * @param subscribers of channels; null when they cannot be read, so that the former go on
 */
public record Project(
        ProjectSettings settings,
        List<ProjectFunction> functions,
        RouteList routes,
        @Nullable EventsRequest events,
        @Nullable List<SubscriptionRequest> subscribers,
        List<ProjectProblem> problems) {

    public Project {
        functions = List.copyOf(functions);
        subscribers = subscribers == null ? null : List.copyOf(subscribers);
        problems = List.copyOf(problems);
    }

    /** The routes of a gateway file, or that it cannot be read. */
    public sealed interface RouteList {

        /** They were read; an absent file counts as none. */
        record Read(List<ProjectRoute> routes) implements RouteList {
            public Read {
                routes = List.copyOf(routes);
            }
        }

        /** The file is broken; whoever serves the former routes keeps them. */
        record Unreadable() implements RouteList {}
    }

    /** The routes, none when they cannot be read. */
    public List<ProjectRoute> readableRoutes() {
        return switch (routes) {
            case RouteList.Read read -> read.routes();
            case RouteList.Unreadable() -> List.of();
        };
    }

    /**
     * A route of a project: a function answers it, or a pipeline.
     *
     * @param pipeline a JSON object that the gateway understands
     * @param filters what protects it, a JSON object as well
     * @param file where it was written, for messages
     */
    public record ProjectRoute(
            String method,
            String path,
            @Nullable String function,
            @Nullable String pipeline,
            @Nullable String filters,
            String file) {

        public ProjectRoute(String method, String path, String function, String file) {
            this(method, path, function, null, null, file);
        }

        /** Whether the functions of the project are all that it could want. */
        boolean isServedBy(Set<String> functions) {
            return function == null
                    || function.startsWith(RouteTarget.CHANNEL_PREFIX)
                    || functions.contains(function);
        }

        ProjectProblem withoutFunction() {
            return ProjectProblem.of(
                    file,
                    "%s %s is not served: there is no function \"%s\" (it would be app/%s.lua or .js)"
                            .formatted(method, path, function, function));
        }

        /** The route as the gateway takes it. */
        public RouteDefinition definition() {
            return new RouteDefinition(
                    ProjectFolder.NAMESPACE,
                    method,
                    path,
                    pipeline == null
                            ? RouteTarget.of(Objects.toString(function, ""))
                            : new RouteTarget.Pipeline(pipeline),
                    filters);
        }
    }
}
