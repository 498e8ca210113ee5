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

/** Manages topics. */
@Command(
        name = "topics",
        description = "List, create, change and delete topics on a server.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  perigee topics list",
            "  perigee topics create orders --partitions 16 --keep 30d",
            "  perigee topics change orders --schema @order.schema.json",
            "  perigee topics trim orders --force",
            "  perigee topics delete orders"
        })
final class TopicsCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Terminal terminal;
    private final Map<String, String> environment;

    TopicsCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    /** How a topic keeps its events. */
    static final class Settings {

        @Option(
                names = "--keep",
                paramLabel = "AGE",
                description = "Drop events that are older, such as 30d; none for no bound.")
        private @Nullable String age;

        @Option(
                names = "--keep-bytes",
                paramLabel = "SIZE",
                description =
                        "Drop the oldest events beyond this, such as 10GB; none for no bound.")
        private @Nullable String bytes;

        @Option(
                names = "--schema",
                paramLabel = "JSON",
                description = "A JSON Schema for payloads, or @FILE; none for no schema.")
        private @Nullable String schema;

        /** Puts what was given over what the topic has. */
        void addTo(ObjectNode body, JsonNode existing) {
            if (age != null || bytes != null) {
                var retention = body.putObject("retention");
                retention.set("ageMs", existing.at("/retention/ageMs"));
                retention.set("bytes", existing.at("/retention/bytes"));
                if (age != null) {
                    retention.put("ageMs", isNone(age) ? null : Texts.millis(age));
                }
                if (bytes != null) {
                    retention.put("bytes", isNone(bytes) ? null : Texts.bytes(bytes));
                }
            }
            if (schema != null) {
                body.set(
                        "schema",
                        isNone(schema)
                                ? ManagementClient.JSON.nullNode()
                                : Texts.json("schema", Texts.read(schema)));
            }
        }

        private static boolean isNone(String text) {
            return text.equals("none");
        }
    }

    @Command(name = "list", description = "List topics with how many events they hold.")
    int list(@Mixin LogOptions options) {
        var topics = options.client(environment).list(options.path("topics"));
        options.print(
                terminal,
                topics,
                new Table("There is no topic yet; perigee topics create NAME makes one.")
                        .column("TOPIC", "/name")
                        .column("PARTITIONS", "/events/partitions")
                        .column("APPENDED", "/events/appended")
                        .column("KEPT", "/events/kept")
                        .column("CREATED", "/createdAt"));
        return 0;
    }

    @Command(name = "show", description = "Show a topic with its partitions and settings.")
    int show(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "TOPIC", description = "The topic.") String topic) {
        options.print(terminal, options.client(environment).get(options.path("topics", topic)));
        return 0;
    }

    @Command(name = "create", description = "Create a topic.")
    int create(
            @Mixin LogOptions options,
            @Mixin Settings settings,
            @Option(
                            names = "--partitions",
                            paramLabel = "N",
                            description = "How many partitions, for good (8).",
                            defaultValue = "8")
                    int partitions,
            @Parameters(paramLabel = "TOPIC", description = "The topic.") String topic) {
        var body = ManagementClient.JSON.createObjectNode();
        body.put("namespace", options.namespace()).put("name", topic).put("partitions", partitions);
        settings.addTo(body, ManagementClient.JSON.createObjectNode());
        options.print(terminal, options.client(environment).post("/api/v1/topics", body, PATIENCE));
        return 0;
    }

    @Command(name = "change", description = "Change how long a topic keeps events, or its schema.")
    int change(
            @Mixin LogOptions options,
            @Mixin Settings settings,
            @Parameters(paramLabel = "TOPIC", description = "The topic.") String topic) {
        var client = options.client(environment);
        var path = options.path("topics", topic);
        var body = ManagementClient.JSON.createObjectNode();
        settings.addTo(body, client.get(path));
        if (body.isEmpty()) {
            throw new CommandFailedException(
                    "say what to change: --keep, --keep-bytes or --schema");
        }
        options.print(terminal, client.send("PATCH", path, body));
        return 0;
    }

    @Command(
            name = "trim",
            description = {
                "Drop now what the topic's retention gives up.",
                "What a trigger has not read is kept, and the command fails, unless --force is"
                        + " given."
            })
    int trim(
            @Mixin LogOptions options,
            @Option(names = "--force", description = "Drop also what triggers have not read.")
                    boolean force,
            @Parameters(paramLabel = "TOPIC", description = "The topic.") String topic) {
        var body = ManagementClient.JSON.createObjectNode().put("force", force);
        var trimmed =
                options.client(environment)
                        .post(options.path("topics", topic, "trim"), body, PATIENCE);
        if (options.json()) {
            terminal.print(trimmed.toString());
        } else {
            terminal.note("dropped " + trimmed.path("segments").asInt(0) + " segments");
        }
        var holder = trimmed.path("heldBy").asString("");
        if (!holder.isEmpty()) {
            throw new CommandFailedException(
                    "the rest is kept, because trigger %s has not read it; --force drops it all the same"
                            .formatted(holder));
        }
        return 0;
    }

    @Command(name = "delete", description = "Delete a topic with all its events.")
    int delete(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "TOPIC", description = "The topic.") String topic) {
        options.client(environment).send("DELETE", options.path("topics", topic), null);
        terminal.note("deleted topic " + topic);
        return 0;
    }
}
