package dev.perigee.cli;

import dev.perigee.gateway.lura.LuraService;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says what is wrong in a configuration file, and what of it has no effect. */
@Command(
        name = "check",
        description = {
            "Check the gateway file of a project, or a configuration file of Lura or KrakenD",
            "(version 3): every mistake with its place, then what is kept without effect."
        },
        footer = {
            "",
            "Examples:",
            "  perigee routes check app/gateway.yml",
            "  perigee routes check krakend.json"
        })
final class RoutesCheckCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The file, or the project's directory.")
    private Path file = Path.of("krakend.json");

    RoutesCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var project = ProjectRoutesCheck.project(file);
        return project == null ? lura() : project(ProjectRoutesCheck.of(project));
    }

    private int project(ProjectRoutesCheck check) {
        check.faults().forEach(fault -> terminal.note(terminal.red("✗ ") + fault));
        if (!check.faults().isEmpty()) {
            terminal.fail("the routes cannot be served; mend the above first");
            return PerigeeCommandLine.FAILED;
        }
        terminal.print("%d routes are sound".formatted(check.routes()));
        return 0;
    }

    private int lura() {
        var service = LuraCheck.read(file);
        service.mistakes().forEach(each -> terminal.note(terminal.red("✗ ") + each));
        service.notices().forEach(each -> terminal.print(terminal.yellow("! ") + each));
        if (!service.mistakes().isEmpty()) {
            terminal.fail(
                    "%s cannot be served; mend the above first".formatted(file.getFileName()));
            return PerigeeCommandLine.FAILED;
        }
        terminal.print(
                "%s is sound: %d endpoints, hash %s"
                        .formatted(file.getFileName(), endpoints(service), LuraCheck.hash(file)));
        return 0;
    }

    private static long endpoints(LuraService service) {
        return service.endpoints().stream().filter(endpoint -> endpoint.index() >= 0).count();
    }
}
