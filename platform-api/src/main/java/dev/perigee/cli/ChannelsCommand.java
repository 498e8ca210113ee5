package dev.perigee.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows and changes who hears a namespace's channels, and publishes. */
@Command(
        name = "channels",
        description = "Subscribe functions to channels, and publish.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  perigee channels subscribe users:added greet --priority 0",
            "  perigee channels subscribe users --topic users",
            "  perigee channels subscribers users:added",
            "  perigee channels publish users:added '{\"name\": \"Ada\"}'"
        })
final class ChannelsCommand {

    private static final String CHANNELS = "channels";
    private static final String SUBSCRIPTIONS = "subscriptions";

    private final Terminal terminal;
    private final Map<String, String> environment;

    ChannelsCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    /** Who subscribes, and how. */
    static final class Subscriber {

        @Parameters(
                index = "0",
                paramLabel = "CHANNEL",
                description = "Such as a:b, or '' for the root.")
        private String channel = "";

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "FUNCTION",
                description = "The function to run.")
        private @Nullable String function;

        @Option(
                names = "--topic",
                paramLabel = "TOPIC",
                description = "Append what is published to this topic instead.")
        private @Nullable String topic;

        @Option(
                names = "--priority",
                paramLabel = "N",
                description = "The place in the channel's order, 0 the first.")
        private @Nullable Integer priority;

        @Option(
                names = "--predicate",
                paramLabel = "FUNCTION",
                description = "A function that is asked first.")
        private @Nullable String predicate;
    }

    @Command(name = "list", description = "List subscriptions.")
    int list(@Mixin LogOptions options) {
        var found = options.client(environment).get(options.path(CHANNELS, SUBSCRIPTIONS));
        options.print(
                terminal,
                found,
                new Table("There are no subscriptions.")
                        .column("ID", "/id")
                        .column("CHANNEL", "/channel")
                        .column("FUNCTION", "/function")
                        .column("TOPIC", "/topic")
                        .column("PRIORITY", "/priority")
                        .column("PREDICATE", "/predicate")
                        .column("OWNER", "/owner"));
        return 0;
    }

    @Command(name = "subscribers", description = "Show who runs when something is published.")
    int subscribers(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "CHANNEL", description = "Such as a:b.") String channel) {
        var path = LogOptions.with(options.path(CHANNELS, "subscribers"), "channel", channel);
        var heard = options.client(environment).get(path);
        options.print(
                terminal,
                heard.path("subscribers"),
                new Table("Nobody hears it.")
                        .column("SUBSCRIBER", "/subscriber")
                        .column("CHANNEL", "/channel")
                        .column("PREDICATE", "/predicate"));
        return 0;
    }

    @Command(name = "subscribe", description = "Subscribe a function or a topic to a channel.")
    int subscribe(@Mixin LogOptions options, @Mixin Subscriber subscriber) {
        var body = ManagementClient.JSON.createObjectNode().put("channel", subscriber.channel);
        body.put("function", subscriber.function)
                .put("topic", subscriber.topic)
                .put("priority", subscriber.priority)
                .put("predicate", subscriber.predicate);
        var added =
                options.client(environment)
                        .send("POST", options.path(CHANNELS, SUBSCRIPTIONS), body);
        if (options.json()) {
            terminal.print(added.toString());
        } else {
            terminal.note("subscription " + added.path("id").asString("?"));
        }
        return 0;
    }

    @Command(name = "unsubscribe", description = "Delete a subscription.")
    int unsubscribe(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "ID", description = "As list shows it.") long id) {
        options.client(environment)
                .send("DELETE", options.path(CHANNELS, SUBSCRIPTIONS, Long.toString(id)), null);
        terminal.note("deleted subscription " + id);
        return 0;
    }

    @Command(name = "publish", description = "Publish, and print what subscribers returned.")
    int publish(
            @Mixin LogOptions options,
            @Parameters(index = "0", paramLabel = "CHANNEL", description = "Such as a:b.")
                    String channel,
            @Parameters(
                            index = "1..*",
                            arity = "0..*",
                            paramLabel = "CONTEXT",
                            description = "JSON, @FILE, or - for standard input.")
                    @Nullable List<String> context) {
        var body = ManagementClient.JSON.createObjectNode().put("channel", channel);
        var list = body.putArray("context");
        if (context != null) {
            context.forEach(each -> list.add(Texts.json("context", Texts.read(each))));
        }
        var came =
                options.client(environment).send("POST", options.path(CHANNELS, "publish"), body);
        if (options.json()) {
            terminal.print(came.toString());
        } else if (came.has("values")) {
            terminal.print(came.path("values").toPrettyString());
        } else {
            throw new CommandFailedException(came.path("error").path("message").asString("?"));
        }
        return 0;
    }
}
