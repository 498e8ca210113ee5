package dev.perigee.cli;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Replays triggers and rehearses functions. */
@Command(
        name = "replay",
        description = {
            "Replay a trigger's past into a shadow of the state, compare, then promote or discard.",
            "With --function this rehearses another function against history."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  perigee replay start on-order --from earliest --follow",
            "  perigee replay start on-order --function orders/handle-v2",
            "  perigee replay compare on-order.replay-3",
            "  perigee replay promote on-order.replay-3"
        })
final class ReplayCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Terminal terminal;
    private final Map<String, String> environment;

    ReplayCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    /** What is replayed. */
    static final class Beginning {

        @Option(
                names = "--from",
                paramLabel = "PLACE",
                description = "earliest, latest, an offset or a time (earliest).")
        private String from = "earliest";

        @Option(
                names = "--function",
                paramLabel = "NAME",
                description = "Rehearse this function instead of the trigger's own.")
        private @Nullable String function;

        @Option(
                names = "--function-version",
                paramLabel = "NUMBER",
                description = "Rehearse this version, which need not be live.")
        private @Nullable Integer version;

        @Option(names = "--follow", description = "Show its progress until it has caught up.")
        private boolean follow;
    }

    @Command(name = "start", description = "Begin a replay and print its name.")
    int start(
            @Mixin LogOptions options,
            @Mixin Beginning beginning,
            @Parameters(paramLabel = "TRIGGER", description = "The trigger.") String trigger) {
        var body = ManagementClient.JSON.createObjectNode();
        body.put("namespace", options.namespace()).put("trigger", trigger);
        body.put("from", beginning.from);
        if (beginning.function != null) {
            body.put("function", beginning.function);
        }
        if (beginning.version != null) {
            body.put("version", beginning.version);
        }
        var client = options.client(environment);
        var replay = client.post("/api/v1/replays", body, PATIENCE);
        var name = replay.path("name").asString("");
        terminal.print(options.json() ? replay.toString() : name);
        if (beginning.follow) {
            follow(options, client, name);
        }
        return 0;
    }

    @Command(name = "list", description = "List replays with how far they are.")
    int list(@Mixin LogOptions options) {
        options.print(
                terminal,
                options.client(environment).list(options.path("replays")),
                new Table("There is no replay.")
                        .column("REPLAY", "/name")
                        .column("OF", "/replayOf")
                        .column("FUNCTION", "/function")
                        .column("VERSION", "/version")
                        .column("STATE", TriggersCommand::state)
                        .column("DELIVERED", "/totals/delivered")
                        .column("REMAINING", "/totals/pending")
                        .column("DEAD", "/totals/deadLetters"));
        return 0;
    }

    @Command(name = "show", description = "Show how far a replay is.")
    int show(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "REPLAY", description = "The replay.") String replay) {
        var found = options.client(environment).get(options.path("replays", replay));
        options.print(terminal, found);
        return 0;
    }

    @Command(name = "follow", description = "Show a replay's progress until it has caught up.")
    int follow(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "REPLAY", description = "The replay.") String replay) {
        follow(options, options.client(environment), replay);
        return 0;
    }

    private void follow(LogOptions options, ManagementClient client, String replay) {
        var path = options.path("replays", replay);
        var before = -1L;
        for (var now = client.get(path); ; now = client.get(path)) {
            var done = now.at("/totals/published").asLong(0) - now.at("/totals/pending").asLong(0);
            terminal.note(progress(now, done, before < 0 ? 0 : done - before));
            before = done;
            if (now.at("/totals/pending").asLong(0) == 0) {
                return;
            }
            if (!TriggersCommand.state(now).equals("running")) {
                throw new CommandFailedException(
                        "replay " + replay + " is " + TriggersCommand.state(now));
            }
            sleep();
        }
    }

    private static String progress(JsonNode replay, long done, long rate) {
        var all = replay.at("/totals/published").asLong(0);
        var remaining = all - done;
        return "%d of %d events (%d %%), %d/s, %s"
                .formatted(
                        done,
                        all,
                        all == 0 ? 100 : done * 100 / all,
                        rate,
                        remaining == 0
                                ? "caught up"
                                : rate == 0
                                        ? remaining + " remaining"
                                        : remaining + " remaining, " + remaining / rate + " s");
    }

    private static void sleep() {
        try {
            Thread.sleep(INTERVAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
    }

    @Command(name = "pause", description = "Stop a replay for a while.")
    int pause(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "REPLAY", description = "The replay.") String replay) {
        return act(options, "POST", "paused " + replay, replay, "pause");
    }

    @Command(name = "resume", description = "Let a replay go on.")
    int resume(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "REPLAY", description = "The replay.") String replay) {
        return act(options, "POST", "resumed " + replay, replay, "resume");
    }

    @Command(
            name = "promote",
            description =
                    "Put the replay's state, position and function in the trigger's place, and make"
                            + " the version that it rehearsed live.")
    int promote(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "REPLAY", description = "The replay.") String replay) {
        return act(options, "POST", "promoted " + replay, replay, "promote");
    }

    @Command(name = "discard", description = "Delete a replay with its shadow.")
    int discard(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "REPLAY", description = "The replay.") String replay) {
        return act(options, "DELETE", "discarded " + replay, replay);
    }

    private int act(LogOptions options, String method, String done, String... segments) {
        var path = new String[segments.length + 1];
        path[0] = "replays";
        System.arraycopy(segments, 0, path, 1, segments.length);
        options.client(environment).send(method, options.path(path), null);
        terminal.note(done);
        return 0;
    }

    @Command(name = "compare", description = "List keys whose values differ from the live state.")
    int compare(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "REPLAY", description = "The replay.") String replay) {
        var path = options.path("replays", replay, "differences");
        options.print(
                terminal,
                options.client(environment).list(path),
                new Table("The replay has the same state.")
                        .column("CHANGE", "/change")
                        .column("KEY", "/key")
                        .column("LIVE", row -> value(row.path("live")))
                        .column("REPLAYED", row -> value(row.path("replayed"))));
        return 0;
    }

    private static String value(JsonNode value) {
        return value.isMissingNode() ? "" : value.toString();
    }

    @Command(name = "captured", description = "List the events it would have appended.")
    int captured(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "REPLAY", description = "The replay.") String replay) {
        options.print(
                terminal,
                options.client(environment).list(options.path("replays", replay, "captured")),
                new Table("The replay would have appended nothing.")
                        .column("NUMBER", "/number")
                        .column("TOPIC", "/topic")
                        .column("KEY", "/key")
                        .column("PAYLOAD", row -> row.path("payload").toString()));
        return 0;
    }
}
