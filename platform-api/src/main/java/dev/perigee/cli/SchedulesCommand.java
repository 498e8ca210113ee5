package dev.perigee.cli;

import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Manages schedules. */
@Command(
        name = "schedules",
        description = "List, create and delete schedules, which run functions by the clock.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  perigee schedules list",
            "  perigee schedules create nightly --cron \"0 3 * * *\" --function cleanup",
            "  perigee schedules delete nightly"
        })
final class SchedulesCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Terminal terminal;
    private final Map<String, String> environment;

    SchedulesCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    /** When it fires, and what becomes of the times at which no process ran. */
    static final class Times {

        @Option(
                names = "--cron",
                paramLabel = "EXPRESSION",
                required = true,
                description = "Five fields, six with seconds first, or a macro such as @daily.")
        private String cron = "";

        @Option(names = "--zone", paramLabel = "ZONE", description = "The time zone (UTC).")
        private String zone = "UTC";

        @Option(
                names = "--missed",
                paramLabel = "POLICY",
                description = "Fires that were missed: skip, once or all (once).")
        private String missed = "once";
    }

    @Command(name = "list", description = "List schedules with their next fires.")
    int list(@Mixin LogOptions options) {
        options.print(
                terminal,
                options.client(environment).list(options.path("schedules")),
                new Table("There is no schedule yet; perigee schedules create NAME makes one.")
                        .column("SCHEDULE", "/name")
                        .column("CRON", "/cron")
                        .column("ZONE", "/zone")
                        .column("FUNCTION", "/function")
                        .column("MISSED", "/missed")
                        .column("NEXT", "/nextFire"));
        return 0;
    }

    @Command(name = "show", description = "Show a schedule.")
    int show(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "SCHEDULE", description = "The schedule.") String schedule) {
        options.print(
                terminal, options.client(environment).get(options.path("schedules", schedule)));
        return 0;
    }

    @Command(name = "create", description = "Create a schedule with its topic and trigger.")
    int create(
            @Mixin LogOptions options,
            @Mixin Times times,
            @Option(
                            names = "--function",
                            paramLabel = "NAME",
                            required = true,
                            description = "The function.")
                    String function,
            @Parameters(paramLabel = "SCHEDULE", description = "Its name.") String schedule) {
        var body = ManagementClient.JSON.createObjectNode();
        body.put("namespace", options.namespace()).put("name", schedule).put("function", function);
        body.put("cron", times.cron).put("zone", times.zone).put("missed", times.missed);
        options.print(
                terminal, options.client(environment).post("/api/v1/schedules", body, PATIENCE));
        return 0;
    }

    @Command(name = "delete", description = "Delete a schedule and its trigger.")
    int delete(
            @Mixin LogOptions options,
            @Parameters(paramLabel = "SCHEDULE", description = "The schedule.") String schedule) {
        options.client(environment).send("DELETE", options.path("schedules", schedule), null);
        terminal.note("deleted schedule " + schedule);
        return 0;
    }
}
