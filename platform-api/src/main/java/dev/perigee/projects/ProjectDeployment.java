package dev.perigee.projects;

import dev.perigee.executor.Executor;
import dev.perigee.projects.Project.RouteList;
import dev.perigee.projects.ProjectPublisher.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Makes the request that publishes a project on a server. A project with anything wrong is not
 * sent: half of it would replace all of it.
 */
public final class ProjectDeployment {

    private ProjectDeployment() {}

    /** A request that can be sent, or what keeps it back. */
    public sealed interface Prepared {

        /** Everything loads. */
        record Ready(String project, JsonNode request) implements Prepared {}

        /** What has to be mended first. */
        record Refused(List<ProjectProblem> problems) implements Prepared {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Loads every function of the project in the executor. */
    public static Mono<Prepared> prepare(
            ProjectFolder folder, Map<String, String> environment, Executor executor) {
        return Mono.defer(
                () -> {
                    var project = folder.read();
                    return new ProjectCheck(executor)
                            .check(project)
                            .map(
                                    checked ->
                                            prepared(
                                                    project,
                                                    checked,
                                                    new ProjectEnvironment(environment)
                                                            .of(
                                                                    folder.root(),
                                                                    project.settings())));
                });
    }

    private static Prepared prepared(
            Project project, ProjectCheck.Checked checked, Map<String, String> environment) {
        var problems = new ArrayList<>(project.problems());
        problems.addAll(checked.problems());
        for (var route : project.readableRoutes()) {
            if (!route.isServedBy(checked.usable().keySet())
                    && !route.isServedBy(checked.broken().keySet())) {
                problems.add(route.withoutFunction());
            }
        }
        var usable = checked.usable().keySet();
        problems.addAll(ProjectEvents.withoutFunction(project, usable, checked.broken().keySet()));
        problems.addAll(
                ProjectSubscribers.withoutFunction(project, usable, checked.broken().keySet()));
        if (!problems.isEmpty() || project.routes() instanceof RouteList.Unreadable) {
            return new Prepared.Refused(problems);
        }
        var name = project.settings().appName();
        var functions = List.copyOf(checked.usable().values());
        var release =
                new Release(
                        name,
                        functions,
                        project.readableRoutes(),
                        environment,
                        project.events(),
                        project.subscribers());
        return new Prepared.Ready(name, ProjectRequest.of(release));
    }
}
