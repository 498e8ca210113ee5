package dev.perigee.projects;

import java.time.Duration;
import java.util.List;

/** Hears what becomes of a project that is served from its folder; called from one thread. */
public interface ProjectListener {

    /** Everything that is right is served; problems are what is wrong since the last reading. */
    void published(Publication publication);

    /** Nothing of the last change could be taken over. */
    void failed(String reason);

    /**
     * What a reading of the project changed.
     *
     * @param changed functions with a new version, by name
     * @param removed functions that are no longer there
     * @param routes how many routes are served now
     * @param problems what is wrong in the folder now
     * @param duration from noticing the change to serving it
     */
    record Publication(
            List<String> changed,
            List<String> removed,
            int routes,
            List<ProjectProblem> problems,
            Duration duration) {}
}
