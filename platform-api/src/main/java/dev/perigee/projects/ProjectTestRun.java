package dev.perigee.projects;

import dev.perigee.deployments.EventsDeclaration.DeclaredTopic;
import dev.perigee.events.TopicSettings;
import dev.perigee.executor.Executor;
import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.FunctionId;
import dev.perigee.executor.Invocation;
import dev.perigee.executor.Limits;
import dev.perigee.executor.Outcome;
import dev.perigee.guests.LocalServices;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Runs the tests of a project in the executor: {@code test/test_*.lua} by luaunit and {@code
 * test/*.test.js}. Each file runs in a context of its own, with the project's modules, and with
 * topics and state in memory that are its own as well.
 */
public final class ProjectTestRun {

    private static final Pattern LUA = Pattern.compile("test/(?:.*/)?test_[^/]*\\.lua");
    private static final Pattern JAVASCRIPT = Pattern.compile("test/.*\\.test\\.[cm]?js");
    private static final String LUA_RUNNER = "run-test.lua";
    private static final String JAVASCRIPT_RUNNER = "run-test.mjs";
    private static final String JAVASCRIPT_GLOBALS = "run-test-globals.mjs";
    private static final String NAMESPACE = "perigee";
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Limits LIMITS =
            new Limits(DEADLINE, DEADLINE, 4L << 30, 16L << 20, 4L << 20, 1);

    private static final String GLOBALS =
            """
            import { test, assert } from "perigee/test";
            Object.assign(globalThis, { test, assert });
            """;

    private final ProjectFolder folder;
    private final Executor executor;
    private final Map<String, String> environment;

    public ProjectTestRun(
            ProjectFolder folder, Map<String, String> environment, Executor executor) {
        this.folder = folder;
        this.environment = environment;
        this.executor = executor;
    }

    /** How many tests there were and how many of them failed. */
    public record Summary(int total, int failed) {}

    /** Writes TAP line by line as files finish; completes with the counts. */
    public Mono<Summary> run(Consumer<String> lines) {
        return Mono.defer(
                () -> {
                    var problems = new ArrayList<ProjectProblem>();
                    var files = folder.filesWithTests(problems);
                    var settings = SettingsFile.read(folder.root(), files, problems);
                    var topics = topics(settings, files, problems);
                    var variables = new ProjectEnvironment(environment).of(folder.root(), settings);
                    var report = new TapReport(lines);
                    report.begin();
                    problems.forEach(problem -> report.problem(problem.toString()));
                    return Flux.fromIterable(testFiles(files))
                            .concatMap(
                                    file ->
                                            run(
                                                    new TestFile(file, files, topics),
                                                    variables,
                                                    report))
                            .then(Mono.fromSupplier(report::end));
                });
    }

    private static List<String> testFiles(ProjectFiles files) {
        return files.under(ProjectFolder.TEST + "/").stream()
                .filter(path -> LUA.matcher(path).matches() || JAVASCRIPT.matcher(path).matches())
                .toList();
    }

    /** The topics that the settings name, in the namespace of tests. */
    private static List<TopicSettings> topics(
            ProjectSettings settings, ProjectFiles files, List<ProjectProblem> problems) {
        var events = ProjectEvents.read(settings, files, problems);
        return events == null
                ? List.of()
                : events.declaration(NAMESPACE, new ArrayList<>()).topics().stream()
                        .map(DeclaredTopic::settings)
                        .toList();
    }

    private record TestFile(String path, ProjectFiles files, List<TopicSettings> topics) {}

    private Mono<Void> run(TestFile test, Map<String, String> variables, TapReport report) {
        var file = test.path();
        var printed = new ConcurrentLinkedQueue<String>();
        var code = code(file, test.files());
        var invocation =
                new Invocation(
                        UUID.randomUUID().toString(),
                        code,
                        "{}",
                        variables,
                        new Invocation.CallerContext("0".repeat(32), "0".repeat(16), 0, () -> "{}"),
                        LIMITS,
                        LocalServices.inMemory(test.topics()),
                        (_, line) -> printed.add(line));
        return executor.invoke(invocation)
                .doOnNext(outcome -> tell(file, outcome, List.copyOf(printed), report))
                .doFinally(_ -> executor.retire(code.hash()))
                .then();
    }

    private static void tell(String file, Outcome outcome, List<String> printed, TapReport report) {
        switch (outcome) {
            case Outcome.Returned(var result) -> report.file(file, result, printed);
            case Outcome.Failed(var message, var trace) ->
                    report.crashed(file, message, trace, printed);
            case Outcome.Rejected _,
                    Outcome.TimedOut _,
                    Outcome.LimitExceeded _,
                    Outcome.Refused _ ->
                    report.crashed(file, String.valueOf(outcome.error()), "", printed);
        }
    }

    private static FunctionCode code(String file, ProjectFiles files) {
        var bundle = new ModuleClosure(files).of(file);
        var lua = file.endsWith(".lua");
        if (lua) {
            bundle.put(LUA_RUNNER, bytes(luaRunner(file)));
        } else {
            bundle.put(JAVASCRIPT_GLOBALS, bytes(GLOBALS));
            bundle.put(JAVASCRIPT_RUNNER, bytes(javaScriptRunner(file)));
        }
        return new FunctionCode(
                new FunctionId(NAMESPACE, file),
                "test-" + UUID.randomUUID(),
                0,
                lua ? "lua" : "javascript",
                lua ? LUA_RUNNER : JAVASCRIPT_RUNNER,
                bundle);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Modules are evaluated in the order of their imports. */
    private static String javaScriptRunner(String file) {
        return """
        import "./%s";
        import "./%s";
        import { run } from "perigee/test";
        export default () => run();
        """
                .formatted(JAVASCRIPT_GLOBALS, file);
    }

    /** A test file ends by running luaunit itself, and may leave by os.exit. */
    private static String luaRunner(String file) {
        return """
        return function()
          local left = {}
          os = setmetatable({ exit = function(code) left.code = code; error(left, 0) end }, { __index = os })
          local luaunit = require "luaunit"
          luaunit.LuaUnit.outputType = "TAP"
          local ok, problem = pcall(require, "%s")
          if not ok and problem ~= left then error(problem, 0) end
          return { code = left.code }
        end
        """
                .formatted(file.substring(0, file.length() - ".lua".length()));
    }
}
