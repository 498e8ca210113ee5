package dev.perigee.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Appends and reads events. */
@Command(
        name = "events",
        description = "Append events to a topic, list them, or follow them as they come.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  perigee events append orders '{\"total\": 12}' --key customer-7",
            "  perigee events append orders --lines - < orders.jsonl",
            "  perigee events list orders --key customer-7",
            "  perigee events tail orders"
        })
final class EventsCommand {

    private static final String DATA = "data:";
    private static final String EVENT = "event:";
    private static final int BATCH = 500;

    private final Terminal terminal;
    private final Map<String, String> environment;

    EventsCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    /** What goes with the payload. */
    static final class NewEvent {

        @Option(
                names = "--key",
                paramLabel = "KEY",
                description = "Events of the same key keep their order.")
        private @Nullable String key;

        @Option(
                names = "--header",
                paramLabel = "NAME=VALUE",
                description = "A header; may be given several times.")
        private @Nullable Map<String, String> headers;

        @Option(
                names = "--idempotency-key",
                paramLabel = "KEY",
                description = "Append once, however often this is repeated within a day.")
        private @Nullable String once;

        @Option(
                names = "--lines",
                description = "Each line of PAYLOAD is an event of its own; empty lines are not.")
        private boolean lines;

        String body(String payload) {
            // Joined as text, so that the payload's numbers keep their digits.
            var _ = Texts.json("payload", payload);
            var event = ManagementClient.JSON.createObjectNode();
            if (key != null) {
                event.put("key", key);
            }
            if (headers != null) {
                event.set("headers", ManagementClient.JSON.valueToTree(headers));
            }
            var rest = event.toString().substring(1);
            return "{\"payload\":" + payload + (rest.equals("}") ? "}" : "," + rest);
        }
    }

    @Command(name = "append", description = "Append an event, or one for each line.")
    int append(
            @Mixin LogOptions options,
            @Mixin NewEvent event,
            @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic.") String topic,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "PAYLOAD",
                            defaultValue = "-",
                            description = "JSON, @FILE, or - for standard input (-).")
                    String payload) {
        var text = Texts.read(payload);
        var path = options.path("topics", topic, "events");
        var client = options.client(environment);
        if (!event.lines) {
            print(options, client.post(path, event.body(text), event.once));
            return 0;
        }
        var lines = text.lines().filter(line -> !line.isBlank()).toList();
        for (var from = 0; from < lines.size(); from += BATCH) {
            var part = lines.subList(from, Math.min(lines.size(), from + BATCH));
            var body = String.join(",", part.stream().map(event::body).toList());
            var once = event.once == null ? null : event.once + "-" + from;
            print(options, client.post(path, "[" + body + "]", once));
        }
        return 0;
    }

    private void print(LogOptions options, JsonNode answer) {
        var places = answer.path("appended");
        if (options.json()) {
            places.forEach(place -> terminal.print(place.toString()));
        } else if (places.size() == 1) {
            terminal.note(
                    "appended to partition %s at offset %s"
                            .formatted(
                                    places.at("/0/partition").asString(""),
                                    places.at("/0/offset").asString("")));
        } else {
            terminal.note("appended " + places.size() + " events");
        }
    }

    /** Which events. */
    static final class Filter {

        @Option(names = "--partition", paramLabel = "N", description = "Only this partition.")
        private @Nullable Integer partition;

        @Option(names = "--key", paramLabel = "KEY", description = "Only events of this key.")
        private @Nullable String key;

        String addTo(String path) {
            return LogOptions.with(LogOptions.with(path, "partition", partition), "key", key);
        }
    }

    /** Which part of a list. */
    static final class Range {

        @Option(
                names = "--from",
                paramLabel = "OFFSET",
                description = "Read forwards from this offset; needs --partition or --key.")
        private @Nullable Long from;

        @Option(
                names = "--since",
                paramLabel = "TIME",
                description =
                        "Read forwards from this time, such as 2026-03-01T10:00:00Z; needs"
                                + " --partition or --key.")
        private @Nullable String since;

        @Option(
                names = {"-n", "--limit"},
                paramLabel = "N",
                description = "The most events (20).")
        private int limit = 20;

        String addTo(String path) {
            var limited = LogOptions.with(path, "limit", limit);
            return LogOptions.with(LogOptions.with(limited, "from", from), "since", since);
        }
    }

    @Command(
            name = "list",
            description = "List the newest events, or a partition's from an offset or time on.")
    int list(
            @Mixin LogOptions options,
            @Mixin Filter filter,
            @Mixin Range range,
            @Parameters(paramLabel = "TOPIC", description = "The topic.") String topic) {
        var path = range.addTo(filter.addTo(options.path("topics", topic, "events")));
        var page = options.client(environment).get(path);
        if (page.path("events").isEmpty() && !options.json()) {
            terminal.note("no events");
        }
        page.path("events").forEach(event -> print(options.json(), event));
        return 0;
    }

    @Command(name = "tail", description = "Print events as they come, until interrupted.")
    int tail(
            @Mixin LogOptions options,
            @Mixin Filter filter,
            @Option(
                            names = "--from",
                            paramLabel = "PLACE",
                            description = "latest or earliest (latest).",
                            defaultValue = "latest")
                    String from,
            @Parameters(paramLabel = "TOPIC", description = "The topic.") String topic) {
        var path = filter.addTo(options.path("topics", topic, "events", "tail"));
        var stream = options.client(environment).stream(LogOptions.with(path, "from", from));
        try (var reader =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            var name = "";
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(EVENT)) {
                    name = line.substring(EVENT.length());
                } else if (line.startsWith(DATA)) {
                    show(options, name, line.substring(DATA.length()));
                }
            }
        } catch (IOException e) {
            throw new CommandFailedException("the server ended the connection", e);
        }
        throw new CommandFailedException("the server ended the stream");
    }

    private void show(LogOptions options, String name, String data) {
        var node = ManagementClient.JSON.readTree(data);
        switch (name) {
            case "event" -> print(options.json(), node);
            case "missed" ->
                    terminal.note(
                            "%s events of partition %s were dropped before they were read"
                                    .formatted(
                                            node.path("events").asString(""),
                                            node.path("partition").asString("")));
            default -> throw new CommandFailedException(node.path("detail").asString(name));
        }
    }

    private void print(boolean json, JsonNode event) {
        if (json) {
            terminal.print(event.toString());
            return;
        }
        var key = event.path("key").asString("");
        terminal.print(
                "%s %s %s%s"
                        .formatted(
                                terminal.dim(event.path("appendedAt").asString("")),
                                terminal.dim(
                                        event.path("partition").asString("")
                                                + ":"
                                                + event.path("offset").asString("")),
                                key.isEmpty() ? "" : terminal.bold(key) + " ",
                                event.path("payload").toString()));
    }
}
