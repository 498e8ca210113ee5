package dev.perigee.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command without a verb: it only explains itself. */
@Command(
        name = "perigee",
        header = "Functions beside an event log.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = VersionCommand.Provider.class,
        description = {
            "",
            "Write small Lua or JavaScript functions, save, and the next request runs the new"
                    + " code.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  perigee init hello && perigee dev hello",
            "  curl localhost:3000/hello",
            "  perigee test hello",
            "  perigee deploy hello --to https://perigee.example.com",
            "",
            "perigee COMMAND --help explains a command.",
            "Exit codes: 0 done, 1 failed, 2 wrong usage."
        })
final class PerigeeCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Explain this command.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Print the version.")
    private boolean version;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Print the whole trace of an error.")
    private boolean stacktrace;

    boolean wantsStacktrace() {
        return stacktrace;
    }

    boolean asksForInformation() {
        return help || version;
    }
}
