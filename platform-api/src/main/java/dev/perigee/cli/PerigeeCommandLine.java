package dev.perigee.cli;

import dev.perigee.projects.ProjectException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs what the command line asks for and says by the exit code how it went. */
public final class PerigeeCommandLine {

    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    private final Terminal terminal;
    private final Platform platform;
    private final Map<String, String> environment;

    PerigeeCommandLine(Terminal terminal, Platform platform, Map<String, String> environment) {
        this.terminal = terminal;
        this.platform = platform;
        this.environment = environment;
    }

    /** The command line of this process. */
    public static PerigeeCommandLine ofProcess(Platform platform) {
        var environment = System.getenv();
        return new PerigeeCommandLine(Terminal.ofProcess(environment), platform, environment);
    }

    /** Returns the exit code once the command is done: 0 done, 1 failed, 2 wrong usage. */
    public int run(String... arguments) {
        var exit = commands(new PerigeeCommand(), arguments).execute(arguments);
        terminal.out().flush();
        return exit;
    }

    /** All commands, or the one that these arguments name: making them all takes a while. */
    CommandLine commands(PerigeeCommand root, String... arguments) {
        var commands = new CommandLine(root);
        var all = subcommands();
        var named = Arrays.stream(arguments).filter(all::containsKey).findFirst();
        all.forEach(
                (name, command) -> {
                    if (named.isEmpty() || named.get().equals(name)) {
                        commands.addSubcommand(name, command.get());
                    }
                });
        commands.setOut(writer(terminal.out()));
        commands.setErr(writer(terminal.error()));
        commands.setColorScheme(Help.defaultColorScheme(terminal.hasColour() ? Ansi.ON : Ansi.OFF));
        commands.setExpandAtFiles(false); // @FILE is a value here, read by the command it is for.
        commands.setUsageHelpAutoWidth(false);
        commands.setExecutionStrategy(this::execute);
        commands.setParameterExceptionHandler(this::explainUsage);
        commands.setExecutionExceptionHandler(
                (failure, _, _) -> explain(failure, root.wantsStacktrace()));
        return commands;
    }

    private Map<String, Supplier<Object>> subcommands() {
        var all = new LinkedHashMap<String, Supplier<Object>>();
        all.put("init", () -> new InitCommand(terminal));
        all.put("dev", () -> new DevCommand(terminal, platform));
        all.put("serve", () -> new ServeCommand(terminal, platform));
        all.put("test", () -> new TestCommand(terminal, environment));
        all.put("deploy", () -> new DeployCommand(terminal, environment));
        all.put("logs", () -> new LogsCommand(terminal, environment));
        all.put("invoke", () -> new InvokeCommand(terminal, environment));
        all.put("topics", () -> new TopicsCommand(terminal, environment));
        all.put("events", () -> new EventsCommand(terminal, environment));
        all.put("triggers", () -> new TriggersCommand(terminal, environment));
        all.put("dead-letters", () -> new DeadLettersCommand(terminal, environment));
        all.put("schedules", () -> new SchedulesCommand(terminal, environment));
        all.put("replay", () -> new ReplayCommand(terminal, environment));
        all.put("state", () -> new StateCommand(terminal, environment));
        all.put("channels", () -> new ChannelsCommand(terminal, environment));
        all.put("routes", this::routes);
        all.put("version", () -> new VersionCommand(terminal));
        return all;
    }

    private CommandLine routes() {
        return new CommandLine(new RoutesCommand())
                .addSubcommand("check", new RoutesCheckCommand(terminal))
                .addSubcommand("import", new RoutesImportCommand(terminal, environment))
                .addSubcommand("export", new RoutesExportCommand(terminal, environment));
    }

    private int execute(CommandLine.ParseResult result) {
        var last = result;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (!last.commandSpec().subcommands().isEmpty()
                && !last.isUsageHelpRequested()
                && !last.isVersionHelpRequested()) {
            last.commandSpec().commandLine().usage(terminal.error());
            return WRONG_USAGE;
        }
        return new CommandLine.RunLast().execute(result);
    }

    private int explainUsage(ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        terminal.fail("%s; see: %s --help".formatted(fault(wrong), command));
        return WRONG_USAGE;
    }

    private static String fault(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !wrong.getCommandLine().getSubcommands().isEmpty()) {
            return "there is no command \"%s %s\""
                    .formatted(
                            wrong.getCommandLine().getCommandSpec().qualifiedName(),
                            unmatched.getUnmatched().getFirst());
        }
        return oneLine(String.valueOf(wrong.getMessage()));
    }

    private int explain(Exception failure, boolean withTrace) {
        if (withTrace) {
            failure.printStackTrace(terminal.error());
        }
        if (failure instanceof CommandFailedException || failure instanceof ProjectException) {
            terminal.fail(String.valueOf(failure.getMessage()));
        } else if (!(failure instanceof Platform.NotStartedException)) {
            var more = withTrace ? "" : " (--stacktrace shows more)";
            terminal.fail(Failures.sentence(failure) + more);
        }
        return FAILED;
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
