package dev.perigee.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a namespace's routes as an OpenAPI document. */
@Command(
        name = "export",
        description = {
            "Print the routes of a namespace as an OpenAPI 3.1 document: paths, methods,"
                    + " parameters,",
            "who may call. It says nothing of backends and keys."
        },
        footer = {"", "Example:", "  perigee routes export --output gateway.openapi.json"})
final class RoutesExportCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Map<String, String> environment;

    @Mixin private final ServerOptions server = new ServerOptions();

    @Option(names = "--namespace", paramLabel = "NAME", description = "The namespace (default).")
    private String namespace = "default";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write it there instead.")
    private @Nullable Path output;

    RoutesExportCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var document =
                server.client(environment)
                        .get(
                                "/api/v1/routes/openapi?namespace="
                                        + ManagementClient.encode(namespace))
                        .toPrettyString();
        if (output == null) {
            terminal.print(document);
            return 0;
        }
        try {
            Files.writeString(output, document + "\n");
        } catch (IOException e) {
            throw new CommandFailedException(
                    "%s cannot be written: %s".formatted(output, e.getMessage()), e);
        }
        return 0;
    }
}
