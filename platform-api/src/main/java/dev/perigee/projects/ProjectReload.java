package dev.perigee.projects;

import dev.perigee.channels.SubscriptionRequest;
import dev.perigee.deployments.EventsRequest;
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
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Takes a project folder over into what is served. What is right is published together; a function
 * that cannot be loaded stays as it was last served, and so do the routes when they cannot be read
 * or compiled. Used by one thread.
 */
final class ProjectReload {

    private static final String FORMER_TRIGGERS = " (the former triggers go on)";
    private static final String FORMER_SUBSCRIBERS = " (the former subscribers go on)";
    private static final String FORMER_ROUTES = " (the former routes go on)";
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
            @Nullable EventsRequest events,
            @Nullable List<SubscriptionRequest> subscribers,
            List<ProjectProblem> problems,
            long began) {

        /** The same with the former triggers. */
        Attempt withoutEvents(List<ProjectProblem> more) {
            return new Attempt(project, functions, routes, null, subscribers, more, began);
        }

        /** The same with other routes. */
        Attempt withRoutes(List<ProjectRoute> others, List<ProjectProblem> more) {
            return new Attempt(project, functions, others, events, subscribers, more, began);
        }
    }

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
            if (route.isServedBy(functions.keySet())) {
                usable.add(route);
            } else {
                problems.add(route.withoutFunction());
            }
        }
        var stray = ProjectEvents.withoutFunction(project, functions.keySet(), Set.of());
        stray.forEach(problem -> problems.add(problem.with(FORMER_TRIGGERS)));
        var events = stray.isEmpty() ? project.events() : null;
        var deaf = ProjectSubscribers.withoutFunction(project, functions.keySet(), Set.of());
        deaf.forEach(problem -> problems.add(problem.with(FORMER_SUBSCRIBERS)));
        var subscribers = deaf.isEmpty() ? project.subscribers() : null;
        return new Attempt(project, functions, usable, events, subscribers, problems, began);
    }

    private Mono<Publication> publish(Attempt attempt) {
        return publisher
                .publish(release(attempt))
                .map(published -> taken(attempt, published))
                .onErrorResume(
                        PerigeeException.class,
                        e -> {
                            if (isAboutEvents(e) && attempt.events() != null) {
                                return publish(withoutEvents(attempt, e));
                            }
                            return attempt.routes().equals(routes)
                                    ? Mono.error(e)
                                    : withoutRoutes(attempt, e);
                        });
    }

    private static boolean isAboutEvents(PerigeeException refusal) {
        return !refusal.errors().isEmpty()
                && refusal.errors().stream()
                        .allMatch(error -> error.pointer().startsWith("/events"));
    }

    /** Triggers that are refused must not keep back the functions. */
    private static Attempt withoutEvents(Attempt attempt, PerigeeException refusal) {
        var problems = new ArrayList<>(attempt.problems());
        for (var error : refusal.errors()) {
            problems.add(
                    ProjectProblem.of(SettingsFile.PATHS.getFirst(), error.detail())
                            .with(FORMER_TRIGGERS));
        }
        return attempt.withoutEvents(problems);
    }

    /** Routes that do not compile must not keep back the functions. */
    private Mono<Publication> withoutRoutes(Attempt attempt, PerigeeException refusal) {
        var former =
                routes.stream()
                        .filter(route -> route.isServedBy(attempt.functions().keySet()))
                        .toList();
        var problems = new ArrayList<>(attempt.problems());
        RefusedRoutes.problems(attempt.routes(), refusal)
                .forEach(problem -> problems.add(problem.with(FORMER_ROUTES)));
        var second = attempt.withRoutes(former, problems);
        return publisher.publish(release(second)).map(published -> taken(second, published));
    }

    private Release release(Attempt attempt) {
        var settings = attempt.project().settings();
        return new Release(
                settings.appName(),
                List.copyOf(attempt.functions().values()),
                attempt.routes(),
                environment.of(folder.root(), settings),
                attempt.events(),
                attempt.subscribers());
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
