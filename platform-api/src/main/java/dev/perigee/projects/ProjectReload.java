package dev.perigee.projects;

import dev.perigee.executor.Executor;
import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.FunctionId;
import dev.perigee.executor.InvalidCodeException;
import dev.perigee.projects.Project.ProjectRoute;
import dev.perigee.projects.Project.RouteList;
import dev.perigee.projects.ProjectListener.Publication;
import dev.perigee.projects.ProjectPublisher.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes a project folder over into what is served. What is right is published together; a function
 * that cannot be loaded stays as it was last served, and so do the routes when their file is
 * broken. Used by one thread.
 */
final class ProjectReload {

    private static final int CHECKS_AT_ONCE = 2;
    private static final String NAMESPACE = "default";
    private static final Pattern NO_FUNCTION = Pattern.compile("(exports|returns) no function");
    private static final Pattern LOCATED = Pattern.compile("^([^\\s:]+):(\\d+)(?::\\d+)?:\\s*");

    private final ProjectFolder folder;
    private final ProjectEnvironment environment;
    private final Executor executor;
    private final ProjectPublisher publisher;
    private final Map<String, ProjectFunction> served = new HashMap<>();
    private final Map<String, Verdict> verdicts = new HashMap<>();
    private List<ProjectRoute> routes = List.of();

    ProjectReload(
            ProjectFolder folder,
            ProjectEnvironment environment,
            Executor executor,
            ProjectPublisher publisher) {
        this.folder = folder;
        this.environment = environment;
        this.executor = executor;
        this.publisher = publisher;
    }

    /** What loading a function's code came to; the same for the same code. */
    private sealed interface Verdict {

        record Loads() implements Verdict {}

        /** The file returns something else than a function: a module, when others require it. */
        record NoFunction(String message) implements Verdict {}

        record Broken(String message) implements Verdict {}
    }

    /** Reads the folder and publishes it. Errors when nothing could be published. */
    Mono<Publication> run() {
        return Mono.defer(
                () -> {
                    var began = System.nanoTime();
                    var project = folder.read();
                    return Flux.fromIterable(project.functions())
                            .flatMapSequential(this::judge, CHECKS_AT_ONCE)
                            .then(Mono.defer(() -> publish(project, began)));
                });
    }

    private Mono<Verdict> judge(ProjectFunction function) {
        var fingerprint = function.fingerprint();
        var known = verdicts.get(fingerprint);
        if (known != null) {
            return Mono.just(known);
        }
        var code =
                new FunctionCode(
                        new FunctionId(NAMESPACE, function.name()),
                        "check-" + fingerprint,
                        0,
                        function.runtime(),
                        function.handler(),
                        function.files());
        return executor.check(code)
                .then(Mono.<Verdict>just(new Verdict.Loads()))
                .onErrorResume(InvalidCodeException.class, e -> Mono.just(verdict(e)))
                .doOnNext(verdict -> verdicts.put(fingerprint, verdict))
                .doFinally(_ -> executor.retire(code.hash()));
    }

    private static Verdict verdict(InvalidCodeException e) {
        var message = String.valueOf(e.getMessage());
        return NO_FUNCTION.matcher(message).find()
                ? new Verdict.NoFunction(message)
                : new Verdict.Broken(message);
    }

    private Mono<Publication> publish(Project project, long began) {
        var problems = new ArrayList<>(project.problems());
        var functions = usable(project, problems);
        var kept = usableRoutes(project, functions, problems);
        var variables = environment.of(folder.root(), project.settings());
        var release =
                new Release(
                        project.settings().appName(),
                        List.copyOf(functions.values()),
                        kept,
                        variables);
        return publisher
                .publish(release)
                .map(
                        published -> {
                            served.clear();
                            served.putAll(functions);
                            routes = kept;
                            forgetOthers(project);
                            return new Publication(
                                    published.changed(),
                                    published.removed(),
                                    kept.size(),
                                    problems,
                                    Duration.ofNanos(System.nanoTime() - began));
                        });
    }

    private Map<String, ProjectFunction> usable(Project project, List<ProjectProblem> problems) {
        var functions = new TreeMap<String, ProjectFunction>();
        var modules = modules(project);
        var referenced = ProjectFolder.referenced(project);
        for (var function : project.functions()) {
            var verdict = verdicts.get(function.fingerprint());
            switch (verdict) {
                case Verdict.Loads() -> functions.put(function.name(), function);
                case Verdict.NoFunction(var message) -> {
                    var isModule = modules.contains(function.handler());
                    if (!isModule || referenced.contains(function.name())) {
                        keepFormer(function, functions, problems, message);
                    }
                }
                case Verdict.Broken(var message) ->
                        keepFormer(function, functions, problems, message);
                case null -> throw new IllegalStateException("no verdict on " + function.name());
            }
        }
        return functions;
    }

    /** Files under app/ that other functions carry. */
    private static List<String> modules(Project project) {
        return project.functions().stream()
                .flatMap(
                        function ->
                                function.files().keySet().stream()
                                        .filter(path -> !path.equals(function.handler())))
                .distinct()
                .toList();
    }

    private void keepFormer(
            ProjectFunction function,
            Map<String, ProjectFunction> functions,
            List<ProjectProblem> problems,
            String message) {
        var former = served.get(function.name());
        if (former != null) {
            functions.put(former.name(), former);
        }
        var located = LOCATED.matcher(message);
        var suffix = former == null ? "" : " (the former version goes on serving)";
        problems.add(
                located.find() && function.files().containsKey(located.group(1))
                        ? new ProjectProblem(
                                located.group(1),
                                Integer.parseInt(located.group(2)),
                                message.substring(located.end()) + suffix)
                        : ProjectProblem.of(function.handler(), message + suffix));
    }

    private List<ProjectRoute> usableRoutes(
            Project project,
            Map<String, ProjectFunction> functions,
            List<ProjectProblem> problems) {
        var wanted =
                switch (project.routes()) {
                    case RouteList.Read(var read) -> read;
                    case RouteList.Unreadable() -> routes;
                };
        return wanted.stream()
                .filter(route -> target(route, functions, problems).isPresent())
                .toList();
    }

    private static Optional<ProjectFunction> target(
            ProjectRoute route,
            Map<String, ProjectFunction> functions,
            List<ProjectProblem> problems) {
        var function = functions.get(route.function());
        if (function == null) {
            problems.add(
                    ProjectProblem.of(
                            route.file(),
                            "%s %s is not served: there is no function \"%s\" (it would be app/%s.lua or .js)"
                                    .formatted(
                                            route.method(),
                                            route.path(),
                                            route.function(),
                                            route.function())));
        }
        return Optional.ofNullable(function);
    }

    private void forgetOthers(Project project) {
        verdicts.keySet()
                .retainAll(project.functions().stream().map(ProjectFunction::fingerprint).toList());
    }
}
