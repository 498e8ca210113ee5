package dev.perigee.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the platform. */
@Command(
        name = "serve",
        description = {
            "Run the platform: functions on the gateway port, UI and API on the management port.",
            "The first start prints an admin token once. Without a database of its own"
                    + " configured it keeps one in the data directory."
        },
        footer = {
            "",
            "Examples:",
            "  perigee serve --data /var/lib/perigee",
            "  perigee serve --lura krakend.json",
            "  PERIGEE_DATABASE_URL=postgresql://perigee:secret@db/perigee perigee serve"
        })
final class ServeCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Platform platform;

    @Option(names = "--port", paramLabel = "PORT", description = "Where functions answer (3000).")
    private @Nullable Integer port;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "Where the UI and the management API answer (8080).")
    private @Nullable Integer managementPort;

    @Option(names = "--data", paramLabel = "DIR", description = "The data directory (./data).")
    private @Nullable Path data;

    @Option(
            names = "--lura",
            paramLabel = "FILE",
            description =
                    "Serve this configuration file of Lura or KrakenD (version 3) as well, on its"
                            + " port, and follow its changes.")
    private @Nullable Path lura;

    ServeCommand(Terminal terminal, Platform platform) {
        this.terminal = terminal;
        this.platform = platform;
    }

    @Override
    public Integer call() {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("perigee.mode", "serve");
        if (lura != null) {
            settings.put("perigee.lura.file", lura.toAbsolutePath().normalize().toString());
            settings.putAll(LuraCheck.verified(lura).settings());
        }
        if (port != null) {
            settings.put("perigee.gateway.port", port);
        }
        if (managementPort != null) {
            settings.put("perigee.management.port", managementPort);
        }
        if (data != null) {
            settings.put("perigee.data-directory", data.toAbsolutePath().normalize().toString());
        }
        var running = platform.start(settings, Map.of());
        terminal.print("gateway     http://localhost:" + running.property("perigee.gateway.port"));
        terminal.print("management  http://localhost:" + running.property("local.server.port"));
        running.awaitStop();
        return 0;
    }
}
