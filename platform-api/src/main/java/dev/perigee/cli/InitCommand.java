package dev.perigee.cli;

import dev.perigee.projects.ProjectTemplate;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a new project. */
@Command(
        name = "init",
        description = "Make a new project with one function, its route and its test.",
        footer = {"", "Example:", "  perigee init hello && perigee dev hello"})
final class InitCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(
            paramLabel = "DIR",
            description = "The directory to make; it must not hold anything yet.")
    private Path directory = Path.of("");

    InitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        for (var file : ProjectTemplate.write(directory)) {
            terminal.print(terminal.green("  + ") + directory.resolve(file));
        }
        terminal.print("");
        terminal.print("Next: " + terminal.bold("perigee dev " + directory));
        terminal.print("      curl localhost:3000/hello");
        return 0;
    }
}
