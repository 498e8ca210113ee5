package dev.perigee.cli;

import dev.perigee.projects.ProjectFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Serves a project while it is written. */
@Command(
        name = "dev",
        description = {
            "Serve a project on this machine and reload it on save.",
            "It listens on loopback only and asks for no token; its data lies in DIR/.perigee."
        },
        footer = {
            "",
            "Examples:",
            "  perigee dev examples/hello",
            "  perigee dev --port 3001 --management-port 8081"
        })
final class DevCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Platform platform;

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "The project; this directory when left out.")
    private Path directory = Path.of(".");

    @Option(names = "--port", paramLabel = "PORT", description = "Where functions answer (3000).")
    private int port = 3000;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "Where the UI and the management API answer (8080).")
    private int managementPort = 8080;

    DevCommand(Terminal terminal, Platform platform) {
        this.terminal = terminal;
        this.platform = platform;
    }

    @Override
    public Integer call() {
        var began = System.nanoTime();
        var project = ProjectFolder.of(directory);
        var data = project.root().resolve(".perigee");
        var settings = new LinkedHashMap<String, Object>();
        settings.put("perigee.mode", "dev");
        settings.put("perigee.project.directory", project.root().toString());
        settings.put("perigee.data-directory", data.toString());
        settings.put("perigee.gateway.port", port);
        settings.put("perigee.management.port", managementPort);
        settings.put("logging.level.root", "WARN");
        settings.put("logging.pattern.console", "%d{HH:mm:ss} %5p %m%n");
        var listener = new DevOutput(terminal);
        var running = start(settings, listener);
        terminal.print(
                "%s %s, development, ready in %.1f s"
                        .formatted(
                                terminal.bold("Perigee"),
                                VersionCommand.number(),
                                (System.nanoTime() - began) / 1e9));
        terminal.print("  project   " + project.root());
        terminal.print("  gateway   " + terminal.cyan("http://localhost:" + port));
        terminal.print(
                "  UI        " + terminal.cyan("http://localhost:" + managementPort + "/ui"));
        terminal.print("  data      " + data);
        terminal.print(terminal.dim("  Ctrl-C stops it"));
        listener.release();
        Thread.ofPlatform().name("dev-log").daemon().start(() -> followLog(running));
        running.awaitStop();
        return 0;
    }

    private Platform.Running start(Map<String, Object> settings, DevOutput listener) {
        try (var _ = Spinner.start(terminal, "starting")) {
            return platform.start(settings, Map.of("projectListener", listener));
        }
    }

    /** What functions print belongs beside what their edits did. */
    private void followLog(Platform.Running running) {
        var server = URI.create("http://127.0.0.1:" + managementPort);
        try {
            new LogPrinter(terminal).follow(new ManagementClient(server, null), "");
        } catch (IOException | CommandFailedException e) {
            if (!running.isStopping()) {
                terminal.note("the functions' log is no longer shown here: " + e.getMessage());
            }
        }
    }
}
