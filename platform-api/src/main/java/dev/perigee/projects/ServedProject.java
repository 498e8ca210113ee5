package dev.perigee.projects;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A project that this process serves from its folder, as it was last read.
 *
 * @param routes how many routes are served
 * @param problems what its author has to mend; what served before such a mistake still serves
 * @param failure why nothing of the last change could be taken over, or null when it could
 */
record ServedProject(
        String name,
        String directory,
        Instant readAt,
        int routes,
        List<ProjectProblem> problems,
        @Nullable String failure) {

    ServedProject {
        problems = List.copyOf(problems);
    }
}
