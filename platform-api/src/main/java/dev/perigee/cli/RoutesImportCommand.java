package dev.perigee.cli;

import dev.perigee.gateway.openapi.OpenApiReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes the routes of a document that others write. */
@Command(
        name = "import",
        description = {
            "Publish the routes of an OpenAPI document (3.0, 3.1; JSON or YAML), or of a"
                    + " configuration",
            "file of Lura or KrakenD (version 3). What the owner imported before goes; a document"
                    + " with",
            "a mistake is refused whole. Operations with x-perigee-function are answered by that",
            "function, others by their server."
        },
        footer = {
            "",
            "Examples:",
            "  perigee routes import petstore.yaml --host https://pets.example.com",
            "  perigee routes import krakend.json"
        })
final class RoutesImportCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Terminal terminal;
    private final Map<String, String> environment;

    @Mixin private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "FILE", description = "The document.")
    private Path file = Path.of("openapi.json");

    @Option(names = "--namespace", paramLabel = "NAME", description = "The namespace (default).")
    private String namespace = "default";

    @Option(
            names = "--owner",
            paramLabel = "NAME",
            description = "Whose routes are replaced (openapi, lura).")
    private @Nullable String owner;

    @Option(
            names = "--host",
            paramLabel = "URL",
            description = "The server to ask instead of an OpenAPI document's own.")
    private String host = "";

    RoutesImportCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var document = DocumentFile.read(file);
        var isOpenApi = OpenApiReader.isOpenApi(document);
        if (!isOpenApi && !host.isEmpty()) {
            throw new CommandFailedException("--host is for OpenAPI documents only");
        }
        var path =
                "/api/v1/routes/import"
                        + (isOpenApi ? "/openapi" : "")
                        + "?namespace="
                        + ManagementClient.encode(namespace)
                        + (owner == null ? "" : "&owner=" + ManagementClient.encode(owner))
                        + (host.isEmpty() ? "" : "&host=" + ManagementClient.encode(host));
        var answer = server.client(environment).post(path, document, PATIENCE);
        for (var notice : answer.path("notices")) {
            terminal.print(
                    "%s%s: %s"
                            .formatted(
                                    terminal.yellow("! "),
                                    notice.path("pointer").asString(""),
                                    notice.path("message").asString("")));
        }
        terminal.print("%d routes are served".formatted(answer.path("routes").asInt(0)));
        return 0;
    }
}
