package dev.perigee.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows what functions did and wrote. */
@Command(
        name = "logs",
        description = {
            "Show the last invocations on a server, the log of one, or what is being written now."
        },
        footer = {
            "",
            "Examples:",
            "  perigee logs",
            "  perigee logs hello -n 50",
            "  perigee logs -f",
            "  perigee logs --invocation 0190b5f6-7a1c-7d52-9d0a-0c4f3d1d2b11"
        })
final class LogsCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final LogPrinter printer;
    private final Map<String, String> environment;

    @Mixin private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "Only this function.")
    private @Nullable String name;

    @Option(
            names = {"-f", "--follow"},
            description = "Print lines as they are written, until interrupted.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many invocations (20).")
    private int count = 20;

    @Option(
            names = "--invocation",
            paramLabel = "ID",
            description = "The log of one invocation, by the id in X-Perigee-Invocation.")
    private @Nullable String invocation;

    LogsCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.printer = new LogPrinter(terminal);
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var client = server.client(environment);
        if (invocation != null) {
            var path = "/api/v1/invocations/" + ManagementClient.encode(invocation) + "/logs";
            client.get(path).forEach(printer::print);
        } else if (follow) {
            follow(client);
        } else {
            list(client);
        }
        return 0;
    }

    private String filter(char first) {
        return name == null ? "" : first + "function=" + ManagementClient.encode(name);
    }

    private void list(ManagementClient client) {
        var invocations = new ArrayList<JsonNode>();
        client.get("/api/v1/invocations?limit=" + count + filter('&')).forEach(invocations::add);
        Collections.reverse(invocations);
        for (var each : invocations) {
            var outcome = each.path("outcome").asString("?");
            var coloured =
                    outcome.equals("returned") ? terminal.green(outcome) : terminal.red(outcome);
            var error = each.path("error").asString("");
            terminal.print(
                    "%s %s v%d %s %.1f ms %s%s"
                            .formatted(
                                    printer.time(each.path("startedAt")),
                                    terminal.bold(each.path("function").asString("?")),
                                    each.path("version").asInt(0),
                                    coloured,
                                    each.path("durationMs").asDouble(0),
                                    terminal.dim(each.path("id").asString("")),
                                    error.isEmpty() ? "" : "\n    " + error));
        }
    }

    private void follow(ManagementClient client) {
        try {
            printer.follow(client, filter('?'));
        } catch (IOException e) {
            throw new CommandFailedException("the server ended the connection", e);
        }
    }
}
