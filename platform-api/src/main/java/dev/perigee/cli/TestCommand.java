package dev.perigee.cli;

import dev.perigee.projects.ProjectFolder;
import dev.perigee.projects.ProjectTestRun;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs a project's tests. */
@Command(
        name = "test",
        description = {
            "Run the tests of a project: test/test_*.lua by luaunit, and test/*.test.js.",
            "Prints TAP 13; exits with 1 when a test fails or a file does not run."
        },
        footer = {"", "Examples:", "  perigee test", "  perigee test examples/guestbook"})
final class TestCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Map<String, String> environment;

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "The project; this directory when left out.")
    private Path directory = Path.of(".");

    TestCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var folder = ProjectFolder.of(directory);
        var summary =
                LocalExecutor.use(
                        executor ->
                                new ProjectTestRun(folder, environment, executor)
                                        .run(line -> terminal.print(coloured(line))));
        return summary.failed() == 0 ? 0 : PerigeeCommandLine.FAILED;
    }

    private String coloured(String line) {
        if (line.startsWith("not ok")) {
            return terminal.red(line);
        }
        if (line.startsWith("ok")) {
            return terminal.green(line);
        }
        return line.startsWith("#") ? terminal.dim(line) : line;
    }
}
