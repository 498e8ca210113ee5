package dev.perigee.cli;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Manages triggers. */
@Command(
        name = "triggers",
        description = "List, create, pause, resume and move triggers on a server.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  perigee triggers list",
            "  perigee triggers create on-order --topic orders --function orders/handle",
            "  perigee triggers pause on-order",
            "  perigee triggers seek on-order 2026-03-01T10:00:00Z"
        })
final class TriggersCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Terminal terminal;
    private final Map<String, String> environment;

    TriggersCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    /** How events are delivered. */
    static final class Settings {

        @Option(names = "--function", paramLabel = "NAME", description = "The function.")
        private @Nullable String function;

        @Option(names = "--batch", paramLabel = "N", description = "Events of one delivery (1).")
        private @Nullable Integer batch;

        @Option(
                names = "--attempts",
                paramLabel = "N",
                description = "Deliveries of a failing event (4).")
        private @Nullable Integer attempts;

        @Option(
                names = "--first-delay",
                paramLabel = "TIME",
                description = "Pause before the second of them, then twice as long (50ms).")
        private @Nullable String firstDelay;

        @Option(
                names = "--max-delay",
                paramLabel = "TIME",
                description = "The longest pause (60s).")
        private @Nullable String maxDelay;

        @Option(
                names = "--on-failure",
                paramLabel = "ACTION",
                description = "park or block, when they are used up (park).")
        private @Nullable String onFailure;

        ObjectNode body() {
            var body = ManagementClient.JSON.createObjectNode();
            if (function != null) {
                body.put("function", function);
            }
            var options = options();
            if (!options.isEmpty()) {
                body.set("options", options);
            }
            return body;
        }

        private ObjectNode options() {
            var options = ManagementClient.JSON.createObjectNode();
            if (batch != null) {
                options.put("batchSize", batch);
            }
            var retry = ManagementClient.JSON.createObjectNode();
            if (attempts != null) {
                retry.put("attempts", attempts);
            }
            if (firstDelay != null) {
                retry.put("firstDelayMs", Texts.millis(firstDelay));
            }
            if (maxDelay != null) {
                retry.put("maxDelayMs", Texts.millis(maxDelay));
            }
            if (!retry.isEmpty()) {
                options.set("retry", retry);
            }
            if (onFailure != null) {
                options.put("onFailure", onFailure);
            }
            return options;
        }
    }

    /** Where a new trigger begins. */
    static final class Source {

        @Option(
                names = "--topic",
                required = true,
                paramLabel = "TOPIC",
                description = "The topic whose events it delivers.")
        private String topic = "";

        @Option(
                names = "--start",
                paramLabel = "PLACE",
                description = "earliest, latest, an offset or a time (latest).")
        private String start = "latest";
    }

    @Command(name = "list", description = "List triggers with how far they are.")
    int list(@Mixin LogOptions options) {
        var triggers = options.client(environment).list(options.path("triggers"));
        options.print(
                terminal,
                triggers,
                new Table("There is no trigger yet; perigee triggers create NAME makes one.")
                        .column("TRIGGER", "/name")
                        .column("TOPIC", "/topic")
                        .column("FUNCTION", "/function")
                        .column("STATE", TriggersCommand::state)
                        .column("PENDING", "/totals/pending")
                        .column("DELIVERED", "/totals/delivered")
                        .column("RETRIED", "/totals/retried")
                        .column("DEAD", "/totals/deadLetters"));
        return 0;
    }

    static String state(JsonNode trigger) {
        if (trigger.path("paused").asBoolean(false)) {
            return "paused";
        }
        return trigger.at("/totals/blockedPartitions").asInt(0) > 0 ? "blocked" : "running";
    }

    @Command(name = "show", description = "Show a trigger with its partitions.")
    int show(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "TRIGGER", description = "The trigger.") String trigger) {
        options.print(terminal, options.client(environment).get(options.path("triggers", trigger)));
        return 0;
    }

    @Command(name = "create", description = "Create a trigger from a topic to a function.")
    int create(
            @Mixin LogOptions options,
            @Mixin Source source,
            @Mixin Settings settings,
            @Parameters(paramLabel = "TRIGGER", description = "The trigger.") String trigger) {
        var body = settings.body();
        if (settings.function == null) {
            throw new CommandFailedException("say which function gets the events: --function");
        }
        body.put("namespace", options.namespace()).put("name", trigger);
        body.put("topic", source.topic).put("start", source.start);
        options.print(
                terminal, options.client(environment).post("/api/v1/triggers", body, PATIENCE));
        return 0;
    }

    @Command(name = "change", description = "Change function or settings; the position stays.")
    int change(
            @Mixin LogOptions options,
            @Mixin Settings settings,
            @Parameters(paramLabel = "TRIGGER", description = "The trigger.") String trigger) {
        var path = options.path("triggers", trigger);
        options.print(terminal, options.client(environment).send("PATCH", path, settings.body()));
        return 0;
    }

    @Command(name = "pause", description = "Stop the deliveries of a trigger.")
    int pause(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "TRIGGER", description = "The trigger.") String trigger) {
        return act(options, "pause", trigger, null);
    }

    @Command(name = "resume", description = "Go on, also in partitions that an event blocks.")
    int resume(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "TRIGGER", description = "The trigger.") String trigger) {
        return act(options, "resume", trigger, null);
    }

    @Command(name = "seek", description = "Move a trigger in all partitions.")
    int seek(
            @Mixin LogOptions options,
            @Parameters(index = "0", paramLabel = "TRIGGER", description = "The trigger.")
                    String trigger,
            @Parameters(
                            index = "1",
                            paramLabel = "PLACE",
                            description = "earliest, latest, an offset or a time.")
                    String place) {
        var body = ManagementClient.JSON.createObjectNode().put("to", place);
        return act(options, "seek", trigger, body);
    }

    private int act(LogOptions options, String verb, String trigger, @Nullable ObjectNode body) {
        var path = options.path("triggers", trigger, verb);
        var changed = options.client(environment).send("POST", path, body);
        if (options.json()) {
            terminal.print(changed.toString());
        } else {
            terminal.note(
                    "trigger %s is %s, %s events pending"
                            .formatted(
                                    trigger,
                                    state(changed),
                                    changed.at("/totals/pending").asString("?")));
        }
        return 0;
    }

    @Command(name = "delete", description = "Delete a trigger with its position and dead letters.")
    int delete(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "TRIGGER", description = "The trigger.") String trigger) {
        options.client(environment).send("DELETE", options.path("triggers", trigger), null);
        terminal.note("deleted trigger " + trigger);
        return 0;
    }
}
