package dev.perigee.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Runs a function on a server. */
@Command(
        name = "invoke",
        description = "Run a function on a server and print what it returns.",
        footer = {
            "",
            "Examples:",
            "  perigee invoke hello",
            "  perigee invoke greet '{\"name\": \"Ada\"}'",
            "  perigee invoke import @orders.json --timeout 30000",
            "  echo '{}' | perigee invoke hello -"
        })
final class InvokeCommand implements Callable<Integer> {

    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Terminal terminal;
    private final Map<String, String> environment;

    @Mixin private final ServerOptions server = new ServerOptions();

    @Parameters(index = "0", paramLabel = "NAME", description = "The function.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "INPUT",
            description = "JSON, @FILE, or - for standard input; {} when left out.")
    private String input = "{}";

    @Option(
            names = "--timeout",
            paramLabel = "MS",
            description = "The deadline in milliseconds (5000).")
    private int timeout = 5000;

    InvokeCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var body = ManagementClient.JSON.createObjectNode();
        body.set("input", parsed(text()));
        body.put("timeout_ms", timeout);
        var path = "/functions/" + ManagementClient.encode(name) + "/invoke";
        JsonNode run;
        try (var _ = Spinner.start(terminal, "running " + name)) {
            run =
                    server.client(environment)
                            .post(path, body, Duration.ofMillis(timeout).plus(MARGIN));
        }
        var output = run.path("output");
        if (!output.isMissingNode() && !output.isNull()) {
            terminal.print(output.toPrettyString());
        }
        var status = run.path("status").asString("");
        var summary =
                "%s in %s ms, %s"
                        .formatted(
                                status,
                                run.path("duration_ms").asString("?"),
                                run.path("run_id").asString("?"));
        if (status.equals("success")) {
            terminal.note(terminal.dim(summary));
            return 0;
        }
        terminal.fail(
                run.path("error_message").asString("the function failed") + " (" + summary + ")");
        return PerigeeCommandLine.FAILED;
    }

    private String text() {
        try {
            if (input.equals("-")) {
                return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            }
            return input.startsWith("@") ? Files.readString(Path.of(input.substring(1))) : input;
        } catch (IOException e) {
            throw new CommandFailedException(
                    "cannot read the input \"" + input + "\": " + e.getMessage(), e);
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return ManagementClient.JSON.readTree(text.isBlank() ? "{}" : text);
        } catch (JacksonException e) {
            throw new CommandFailedException("the input is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
