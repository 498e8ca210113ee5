package dev.perigee.projects;

import dev.perigee.executor.Executor;
import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.FunctionId;
import dev.perigee.executor.InvalidCodeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells which functions of a project can serve, by loading each in the executor. Code is loaded
 * once however often it is asked about.
 */
final class ProjectCheck {

    private static final int AT_ONCE = 2;
    private static final Pattern NO_FUNCTION = Pattern.compile("(exports|returns) no function");
    private static final Pattern LOCATED = Pattern.compile("^([^\\s:]+):(\\d+)(?::\\d+)?:\\s*");

    private final Executor executor;
    private final Map<String, Verdict> verdicts = new HashMap<>();

    ProjectCheck(Executor executor) {
        this.executor = executor;
    }

    /**
     * What loading came to.
     *
     * @param usable functions that can serve, by name
     * @param broken what is wrong with others, by function name
     */
    record Checked(Map<String, ProjectFunction> usable, Map<String, ProjectProblem> broken) {

        List<ProjectProblem> problems() {
            return List.copyOf(broken.values());
        }
    }

    /** What loading a function's code came to; the same for the same code. */
    private sealed interface Verdict {

        record Loads() implements Verdict {}

        /** The file returns something else than a function: a module, when others require it. */
        record NoFunction(String message) implements Verdict {}

        record Broken(String message) implements Verdict {}
    }

    Mono<Checked> check(Project project) {
        return Flux.fromIterable(project.functions())
                .flatMapSequential(this::judge, AT_ONCE)
                .then(Mono.fromSupplier(() -> checked(project)));
    }

    private Mono<Verdict> judge(ProjectFunction function) {
        var fingerprint = function.fingerprint();
        var known = verdicts.get(fingerprint);
        if (known != null) {
            return Mono.just(known);
        }
        var code =
                new FunctionCode(
                        new FunctionId(ProjectFolder.NAMESPACE, function.name()),
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

    private Checked checked(Project project) {
        var usable = new TreeMap<String, ProjectFunction>();
        var broken = new TreeMap<String, ProjectProblem>();
        var modules = modules(project);
        var wanted = wanted(project);
        var fingerprints = new ArrayList<String>();
        for (var function : project.functions()) {
            var fingerprint = function.fingerprint();
            fingerprints.add(fingerprint);
            switch (verdicts.get(fingerprint)) {
                case Verdict.Loads() -> usable.put(function.name(), function);
                case Verdict.Broken(var message) ->
                        broken.put(function.name(), problem(function, message));
                case Verdict.NoFunction(var message) -> {
                    if (wanted.contains(function.name()) || !modules.contains(function.handler())) {
                        broken.put(function.name(), problem(function, message));
                    }
                }
                case null -> throw new IllegalStateException("no verdict on " + function.name());
            }
        }
        verdicts.keySet().retainAll(fingerprints);
        return new Checked(usable, broken);
    }

    /** Files that some function carries beside its handler. */
    private static Set<String> modules(Project project) {
        return project.functions().stream()
                .flatMap(
                        function ->
                                function.files().keySet().stream()
                                        .filter(path -> !path.equals(function.handler())))
                .collect(Collectors.toSet());
    }

    /** Names of functions that a route, a trigger or a channel expects to exist. */
    private static Set<String> wanted(Project project) {
        var names = new TreeSet<String>();
        for (var route : project.readableRoutes()) {
            if (route.function() != null) {
                names.add(route.function());
            }
        }
        names.addAll(ProjectEvents.functions(project));
        names.addAll(ProjectSubscribers.functions(project));
        return names;
    }

    private static ProjectProblem problem(ProjectFunction function, String message) {
        var located = LOCATED.matcher(message);
        if (located.find() && function.files().containsKey(located.group(1))) {
            return new ProjectProblem(
                    located.group(1),
                    Integer.parseInt(located.group(2)),
                    message.substring(located.end()));
        }
        var file = function.handler();
        var rest = message.startsWith(file) ? message.substring(file.length()).strip() : message;
        return ProjectProblem.of(file, rest.startsWith(":") ? rest.substring(1).strip() : rest);
    }
}
