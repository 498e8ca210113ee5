package dev.perigee.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Inspects, redrives and drops events that triggers could not handle. */
@Command(
        name = "dead-letters",
        description = "Inspect, redrive, drop or save events that a trigger could not handle.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  perigee dead-letters list on-order",
            "  perigee dead-letters redrive on-order --all",
            "  perigee dead-letters drop on-order 17 18",
            "  perigee dead-letters save on-order 17 my-project"
        })
final class DeadLettersCommand {

    private final Terminal terminal;
    private final Map<String, String> environment;

    DeadLettersCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    /** Which dead letters. */
    static final class Filter {

        @Option(names = "--key", paramLabel = "KEY", description = "Only of this key.")
        private @Nullable String key;

        @Option(names = "--partition", paramLabel = "N", description = "Only of this partition.")
        private @Nullable Integer partition;

        @Option(
                names = "--error",
                paramLabel = "TEXT",
                description = "Only those whose error contains this.")
        private @Nullable String error;

        String addTo(String path) {
            var keyed = LogOptions.with(path, "key", key);
            return LogOptions.with(LogOptions.with(keyed, "partition", partition), "error", error);
        }

        boolean isEmpty() {
            return key == null && partition == null && error == null;
        }

        void addTo(ObjectNode body) {
            if (key != null) {
                body.put("key", key);
            }
            if (partition != null) {
                body.put("partition", partition);
            }
            if (error != null) {
                body.put("error", error);
            }
        }
    }

    /** Which dead letters a change is for. */
    static final class Choice {

        @Mixin private final Filter filter = new Filter();

        @Parameters(index = "0", paramLabel = "TRIGGER", description = "The trigger.")
        private String trigger = "";

        @Option(names = "--all", description = "All of them.")
        private boolean all;

        @Parameters(
                index = "1..*",
                arity = "0..*",
                paramLabel = "ID",
                description = "These dead letters.")
        private @Nullable List<String> ids;

        ObjectNode body() {
            var body = ManagementClient.JSON.createObjectNode();
            filter.addTo(body);
            if (ids != null && !ids.isEmpty()) {
                var array = body.putArray("ids");
                ids.forEach(id -> array.add(number(id)));
            }
            if (all) {
                body.put("all", true);
            }
            if (body.isEmpty()) {
                throw new CommandFailedException(
                        "say which: an ID, --key, --partition, --error, or --all");
            }
            return body;
        }
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw new CommandFailedException("\"" + id + "\" is no ID of a dead letter", e);
        }
    }

    @Command(name = "list", description = "List the dead letters of a trigger.")
    int list(
            @Mixin LogOptions options,
            @Mixin Filter filter,
            @Parameters(paramLabel = "TRIGGER", description = "The trigger.") String trigger) {
        var path = filter.addTo(options.path("triggers", trigger, "dead-letters"));
        options.print(
                terminal,
                options.client(environment).list(path),
                new Table(
                                filter.isEmpty()
                                        ? "The trigger has no dead letters."
                                        : "No dead letter matches.")
                        .column("ID", "/id")
                        .column(
                                "EVENT",
                                row ->
                                        row.at("/event/partition").asString("")
                                                + ":"
                                                + row.at("/event/offset").asString(""))
                        .column("KEY", "/event/key")
                        .column("ATTEMPTS", "/attempts")
                        .column("PARKED", "/parkedAt")
                        .column("ERROR", "/error"));
        return 0;
    }

    @Command(name = "show", description = "Show a dead letter with its event.")
    int show(
            @Mixin LogOptions options,
            @Parameters(index = "0", paramLabel = "TRIGGER", description = "The trigger.")
                    String trigger,
            @Parameters(index = "1", paramLabel = "ID", description = "The dead letter.") long id) {
        var path = options.path("triggers", trigger, "dead-letters", "" + id);
        var letter = options.client(environment).get(path);
        options.print(terminal, letter);
        return 0;
    }

    @Command(name = "redrive", description = "Deliver dead letters again.")
    int redrive(@Mixin LogOptions options, @Mixin Choice choice) {
        return act(options, choice, "redrive");
    }

    @Command(name = "drop", description = "Give dead letters up for good.")
    int drop(@Mixin LogOptions options, @Mixin Choice choice) {
        return act(options, choice, "drop");
    }

    private int act(LogOptions options, Choice choice, String verb) {
        var path = options.path("triggers", choice.trigger, "dead-letters", verb);
        var answer = options.client(environment).send("POST", path, choice.body());
        if (options.json()) {
            terminal.print(answer.toString());
        } else {
            terminal.note(done(answer.path("count").asLong(0), verb));
        }
        return 0;
    }

    private static String done(long count, String verb) {
        var letters = count == 1 ? "1 dead letter " : count + " dead letters ";
        return count == 0
                ? "no dead letter matches; nothing was done"
                : letters + (verb.equals("drop") ? "dropped" : "will be delivered again");
    }

    @Command(name = "save", description = "Save a dead letter as a test of a project.")
    int save(
            @Mixin LogOptions options,
            @Parameters(index = "0", paramLabel = "TRIGGER", description = "The trigger.")
                    String trigger,
            @Parameters(index = "1", paramLabel = "ID", description = "The dead letter.") long id,
            @Parameters(
                            index = "2",
                            arity = "0..1",
                            paramLabel = "DIR",
                            defaultValue = ".",
                            description = "The project's folder (.).")
                    Path folder) {
        var path = options.path("triggers", trigger, "dead-letters", "" + id, "test-file");
        var file = options.client(environment).get(path);
        var target = folder.resolve(file.path("path").asString("")).normalize();
        if (!target.startsWith(folder.normalize())) {
            throw new CommandFailedException("the server named a file outside of the project");
        }
        write(target, file.path("content").asString(""));
        terminal.print(target.toString());
        return 0;
    }

    private static void write(Path target, String content) {
        try {
            var parent = target.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(target, content, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailedException(target + " exists already; it was not changed", e);
        } catch (IOException e) {
            throw new CommandFailedException("cannot write " + target + ": " + e.getMessage(), e);
        }
    }
}
