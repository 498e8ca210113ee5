package dev.perigee.projects;

import dev.perigee.projects.Project.ProjectRoute;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Makes functions and routes of a project serve, all of them or none. */
interface ProjectPublisher {

    /** Completes when the next request finds what was published. */
    Mono<Published> publish(Release release);

    /**
     * Everything that a project serves; what it served before and is not named here goes.
     *
     * @param environment the variables of its functions
     */
    record Release(
            String project,
            List<ProjectFunction> functions,
            List<ProjectRoute> routes,
            Map<String, String> environment) {}

    /**
     * What that changed beside the functions that were published.
     *
     * @param removed functions that are gone
     */
    record Published(List<String> removed) {}
}
