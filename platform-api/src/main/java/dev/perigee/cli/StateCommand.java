package dev.perigee.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Reads and writes a namespace's state. */
@Command(
        name = "state",
        description = "Read and write the key-value state of a namespace.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  perigee state list guests/",
            "  perigee state get guests/ada",
            "  perigee state put guests/ada '{\"visits\": 3}' --expect 17",
            "  perigee state delete guests/ada"
        })
final class StateCommand {

    private final Terminal terminal;
    private final Map<String, String> environment;

    StateCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    /** Under which conditions a value is written. */
    static final class Conditions {

        @Option(
                names = "--expect",
                paramLabel = "VERSION",
                description = "Write only over this version; 0 for a key that must not exist.")
        private @Nullable Long expected;

        @Option(
                names = "--ttl",
                paramLabel = "TIME",
                description = "Let the entry expire after this, such as 30s or 7d.")
        private @Nullable String ttl;
    }

    @Command(name = "list", description = "List entries by key.")
    int list(
            @Mixin LogOptions options,
            @Option(
                            names = {"-n", "--limit"},
                            paramLabel = "N",
                            defaultValue = "200",
                            description = "The most entries (200).")
                    int limit,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "PREFIX",
                            defaultValue = "",
                            description = "Only keys that begin so.")
                    String prefix) {
        var path = LogOptions.with(options.path("state"), "limit", limit);
        var entries = options.client(environment).get(LogOptions.with(path, "prefix", prefix));
        options.print(
                terminal,
                entries,
                new Table("There is no such entry.")
                        .column("KEY", "/key")
                        .column("VERSION", "/version")
                        .column("UPDATED", "/updatedAt")
                        .column("VALUE", entry -> shortened(entry.path("value"))));
        return 0;
    }

    private static String shortened(JsonNode value) {
        var text = value.toString();
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }

    @Command(name = "get", description = "Print the value of an entry.")
    int get(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "KEY", description = "The key.") String key) {
        var entry = options.client(environment).get(options.path("state", key));
        if (options.json()) {
            terminal.print(entry.toString());
        } else {
            terminal.print(entry.path("value").toPrettyString());
            terminal.note(terminal.dim("version " + entry.path("version").asString("?")));
        }
        return 0;
    }

    @Command(name = "put", description = "Write an entry.")
    int put(
            @Mixin LogOptions options,
            @Mixin Conditions conditions,
            @Parameters(index = "0", paramLabel = "KEY", description = "The key.") String key,
            @Parameters(
                            index = "1",
                            paramLabel = "VALUE",
                            description = "JSON, @FILE, or - for standard input.")
                    String value) {
        var body = ManagementClient.JSON.createObjectNode();
        body.set("value", Texts.json("value", Texts.read(value)));
        if (conditions.expected != null) {
            body.put("expectedVersion", conditions.expected);
        }
        if (conditions.ttl != null) {
            body.put("ttlMs", Texts.millis(conditions.ttl));
        }
        var written = options.client(environment).send("PUT", options.path("state", key), body);
        if (options.json()) {
            terminal.print(written.toString());
        } else {
            terminal.note("version " + written.path("version").asString("?"));
        }
        return 0;
    }

    @Command(name = "delete", description = "Delete an entry.")
    int delete(
            @Mixin LogOptions options,
            @Mixin Conditions conditions,
            @Parameters(paramLabel = "KEY", description = "The key.") String key) {
        var path =
                LogOptions.with(options.path("state", key), "expectedVersion", conditions.expected);
        options.client(environment).send("DELETE", path, null);
        terminal.note("deleted " + key);
        return 0;
    }
}
