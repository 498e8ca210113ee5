package dev.perigee.projects;

import dev.perigee.channels.SubscriptionRequest;
import dev.perigee.deployments.EventsRequest;
import dev.perigee.projects.Project.ProjectRoute;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Makes functions and routes of a project serve, all of them or none. */
interface ProjectPublisher {

    /** Completes when the next request finds what was published. */
    Mono<Published> publish(Release release);

    /**
     * Everything that a project serves; what it served before and is not named here goes.
     *
     * @param environment the variables of its functions
     * @param events topics, triggers and schedules; null leaves the former as they are
     * @param subscribers of channels; null leaves the former as they are
     */
    record Release(
            String project,
            List<ProjectFunction> functions,
            List<ProjectRoute> routes,
            Map<String, String> environment,
            @Nullable EventsRequest events,
            @Nullable List<SubscriptionRequest> subscribers) {}

    /**
     * What that changed beside the functions that were published.
     *
     * @param removed functions that are gone
     */
    record Published(List<String> removed) {}
}
