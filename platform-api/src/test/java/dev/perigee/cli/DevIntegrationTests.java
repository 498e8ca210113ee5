package dev.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code perigee dev} as a process, on a copy of the example that the README begins with. */
class DevIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String EDITED = "app/edited.lua";

    @TempDir private static Path directory;
    private static Path project;
    private static int port;
    private static int managementPort;
    private static PerigeeProcess perigee;

    private final AtomicInteger edits = new AtomicInteger();

    @BeforeAll
    static void startPerigee() throws IOException {
        project = directory.resolve("hello");
        copy(Path.of("..", "examples", "hello"), project);
        Files.writeString(project.resolve(EDITED), "return function() end");
        Files.writeString(
                project.resolve("app/gateway.lua"),
                """
                return {
                  { "GET", "/hello", "hello" },
                  { "GET", "/hello-js", "hello-js" },
                  { "GET", "/edited", "edited" },
                }
                """);
        port = PerigeeProcess.freePort();
        managementPort = PerigeeProcess.freePort();
        perigee = start();
    }

    @AfterAll
    static void stopPerigee() {
        if (perigee != null) {
            perigee.close();
        }
    }

    private static PerigeeProcess start() {
        var started =
                PerigeeProcess.start(
                        "dev",
                        project.toString(),
                        "--port",
                        Integer.toString(port),
                        "--management-port",
                        Integer.toString(managementPort));
        started.awaitAnswer(gateway("/hello"));
        return started;
    }

    private static String gateway(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    @Test
    void answersInBothLanguages() {
        assertThat(PerigeeProcess.get(gateway("/hello?name=Ada")).body())
                .isEqualTo("{\"data\":\"Hello from Ada!\"}");
        assertThat(PerigeeProcess.get(gateway("/hello-js")).body())
                .isEqualTo("{\"data\":\"Hello from JavaScript!\"}");
        assertThat(perigee.output())
                .contains("http://localhost:" + port, "http://localhost:" + managementPort + "/ui");
    }

    @Test
    void servesASavedFileWithin300Milliseconds() {
        var promised = Duration.ofMillis(300);
        var best = Duration.ofDays(1);
        for (var i = 0; i < 30 && best.compareTo(promised) > 0; i++) {
            var text = save("timed");
            var began = System.nanoTime();
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(SOON)
                    .until(() -> PerigeeProcess.get(gateway("/edited")).body().contains(text));
            var taken = Duration.ofNanos(System.nanoTime() - began);
            best = taken.compareTo(best) < 0 ? taken : best;
        }

        // The best of several, because a machine that builds has other things to do.
        assertThat(best).isLessThan(promised);
    }

    @Test
    void failsNoRequestWhileFilesAreSaved() throws InterruptedException {
        var failures = new ConcurrentLinkedQueue<String>();
        var answered = new AtomicInteger();
        var running = new AtomicBoolean(true);
        var callers = new ArrayList<Thread>();
        for (var i = 0; i < 4; i++) {
            callers.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        while (running.get()) {
                                            call(failures);
                                            answered.incrementAndGet();
                                        }
                                    }));
        }

        for (var i = 0; i < 10; i++) {
            var text = save("load");
            await().atMost(SOON)
                    .until(() -> PerigeeProcess.get(gateway("/edited")).body().contains(text));
        }

        running.set(false);
        for (var caller : callers) {
            caller.join();
        }
        assertThat(failures).isEmpty();
        assertThat(answered).hasValueGreaterThan(50);
    }

    private static void call(ConcurrentLinkedQueue<String> failures) {
        try {
            var answer = PerigeeProcess.get(gateway("/edited"));
            if (answer.statusCode() != 200) {
                failures.add(answer.statusCode() + " " + answer.body());
            }
        } catch (UncheckedIOException e) {
            failures.add(e.toString());
        }
    }

    @Test
    void keepsServingWhileAFileIsBroken() throws IOException {
        var text = save("before");
        await().atMost(SOON)
                .until(() -> PerigeeProcess.get(gateway("/edited")).body().contains(text));

        Files.writeString(project.resolve(EDITED), "return function(args)\n  return 1 +\nend\n");

        await().atMost(SOON).until(() -> perigee.output().contains(EDITED + ":3: "));
        assertThat(PerigeeProcess.get(gateway("/edited")).body()).contains(text);
        var mended = save("after");
        await().atMost(SOON)
                .until(() -> PerigeeProcess.get(gateway("/edited")).body().contains(mended));
    }

    @Test
    void showsWhatFunctionsPrint() throws IOException {
        Files.writeString(
                project.resolve("app/hello-js.js"),
                """
                import { greet } from "../lib/greet.js";
                export default ({ name, say }) => {
                  if (say) console.log(say);
                  return greet(name ?? "JavaScript");
                };
                """);

        // Asked again and again, because the log is shown from some moment after the start.
        await().atMost(SOON)
                .until(
                        () -> {
                            PerigeeProcess.get(gateway("/hello-js?say=heard"));
                            return perigee.output().contains("hello-js heard");
                        });
    }

    @Test
    void showsOnTheCommandLineWhatRuns() {
        var server = "http://127.0.0.1:" + managementPort;

        try (var invoke =
                PerigeeProcess.start("invoke", "hello-js", "{\"name\":\"Bo\"}", "--to", server)) {
            assertThat(invoke.awaitExit()).as(invoke::output).isZero();
            assertThat(invoke.output()).contains("\"Hello from Bo!\"", "success in ");
        }
        try (var invoke = PerigeeProcess.start("invoke", "nowhere", "--to", server)) {
            assertThat(invoke.awaitExit()).isEqualTo(1);
            assertThat(invoke.output())
                    .isEqualTo("perigee: the server answered 404: function not found");
        }
    }

    @Test
    void refusesAPortThatIsTakenInOneLine() throws IOException {
        var other = directory.resolve("other");
        copy(Path.of("..", "examples", "hello"), other);

        try (var second =
                PerigeeProcess.start(
                        "dev",
                        other.toString(),
                        "--port",
                        Integer.toString(port),
                        "--management-port",
                        Integer.toString(PerigeeProcess.freePort()))) {
            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.output().lines())
                    .singleElement()
                    .asString()
                    .contains("The port " + port + " is in use");
        }
    }

    @Test
    void comesUpAgainAfterKillMinus9AndLeavesNothingBehind() {
        var text = save("kept");
        await().atMost(SOON)
                .until(() -> PerigeeProcess.get(gateway("/edited")).body().contains(text));

        perigee.kill();

        await().atMost(SOON).until(() -> processesOf(project).isEmpty());
        perigee = start();
        assertThat(PerigeeProcess.get(gateway("/edited")).body()).contains(text);
        assertThat(PerigeeProcess.get(gateway("/hello-js")).statusCode()).isEqualTo(200);
    }

    private static List<Long> processesOf(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(
                        process ->
                                process.info().commandLine().orElse("").contains(folder.toString()))
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Saves as most editors do, by a rename, and returns what the next answer must hold. */
    private String save(String word) {
        var text = word + "-" + edits.incrementAndGet() + "-" + System.nanoTime();
        try {
            var draft = project.resolve("app/.edited.lua.tmp");
            Files.writeString(draft, "return function() return \"" + text + "\" end\n");
            Files.move(draft, project.resolve(EDITED), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var paths = Files.walk(from)) {
            for (var path : paths.toList()) {
                var target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }
}
