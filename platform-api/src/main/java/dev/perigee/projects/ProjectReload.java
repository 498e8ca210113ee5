package dev.perigee.projects;

import dev.perigee.executor.Executor;
import dev.perigee.problems.PerigeeException;
import dev.perigee.projects.Project.ProjectRoute;
import dev.perigee.projects.Project.RouteList;
import dev.perigee.projects.ProjectListener.Publication;
import dev.perigee.projects.ProjectPublisher.Published;
import dev.perigee.projects.ProjectPublisher.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reactor.core.publisher.Mono;

/**
 * Takes a project folder over into what is served. What is right is published together; a function
 * that cannot be loaded stays as it was last served, and so do the routes when they cannot be read
 * or compiled. Used by one thread.
 */
final class ProjectReload {

    private static final String KEPT = " (the former version goes on serving)";

    private final ProjectFolder folder;
    private final ProjectEnvironment environment;
    private final ProjectCheck check;
    private final ProjectPublisher publisher;
    private Map<String, ProjectFunction> served = Map.of();
    private List<ProjectRoute> routes = List.of();

    ProjectReload(
            ProjectFolder folder,
            ProjectEnvironment environment,
            Executor executor,
            ProjectPublisher publisher) {
        this.folder = folder;
        this.environment = environment;
        this.check = new ProjectCheck(executor);
        this.publisher = publisher;
    }

    /** What is to be published, and what is wrong with the rest. */
    private record Attempt(
            Project project,
            Map<String, ProjectFunction> functions,
            List<ProjectRoute> routes,
            List<ProjectProblem> problems,
            long began) {}

    /** Reads the folder and publishes it. Errors when nothing could be published. */
    Mono<Publication> run() {
        return Mono.defer(
                () -> {
                    var began = System.nanoTime();
                    var project = folder.read();
                    return check.check(project)
                            .map(checked -> attempt(project, checked, began))
                            .flatMap(this::publish);
                });
    }

    private Attempt attempt(Project project, ProjectCheck.Checked checked, long began) {
        var problems = new ArrayList<>(project.problems());
        var functions = new TreeMap<>(checked.usable());
        checked.broken()
                .forEach(
                        (name, problem) -> {
                            var former = served.get(name);
                            if (former == null) {
                                problems.add(problem);
                            } else {
                                functions.put(name, former);
                                problems.add(problem.with(KEPT));
                            }
                        });
        var wanted =
                switch (project.routes()) {
                    case RouteList.Read(var read) -> read;
                    case RouteList.Unreadable() -> routes;
                };
        var usable = new ArrayList<ProjectRoute>();
        for (var route : wanted) {
            if (functions.containsKey(route.function())) {
                usable.add(route);
            } else {
                problems.add(route.withoutFunction());
            }
        }
        return new Attempt(project, functions, usable, problems, began);
    }

    private Mono<Publication> publish(Attempt attempt) {
        return publisher
                .publish(release(attempt))
                .map(published -> taken(attempt, published))
                .onErrorResume(
                        PerigeeException.class,
                        e -> attempt.routes().equals(routes) ? Mono.error(e) : without(attempt, e));
    }

    /** Routes that do not compile must not keep back the functions. */
    private Mono<Publication> without(Attempt attempt, PerigeeException refusal) {
        var former =
                routes.stream()
                        .filter(route -> attempt.functions().containsKey(route.function()))
                        .toList();
        var problems = new ArrayList<>(attempt.problems());
        var file = attempt.routes().isEmpty() ? "app" : attempt.routes().getFirst().file();
        problems.add(ProjectProblem.of(file, refusal.detail()).with(" (the former routes go on)"));
        var second =
                new Attempt(
                        attempt.project(), attempt.functions(), former, problems, attempt.began());
        return publisher.publish(release(second)).map(published -> taken(second, published));
    }

    private Release release(Attempt attempt) {
        var settings = attempt.project().settings();
        return new Release(
                settings.appName(),
                List.copyOf(attempt.functions().values()),
                attempt.routes(),
                environment.of(folder.root(), settings));
    }

    private Publication taken(Attempt attempt, Published published) {
        var changed = new ArrayList<String>();
        attempt.functions()
                .forEach(
                        (name, function) -> {
                            var former = served.get(name);
                            if (former == null
                                    || !former.fingerprint().equals(function.fingerprint())) {
                                changed.add(name);
                            }
                        });
        served = new HashMap<>(attempt.functions());
        routes = attempt.routes();
        return new Publication(
                changed,
                published.removed(),
                routes.size(),
                attempt.problems(),
                Duration.ofNanos(System.nanoTime() - attempt.began()));
    }
}
