package dev.perigee.cli;

import picocli.CommandLine.Command;

/** The verbs that concern routes. */
@Command(
        name = "routes",
        synopsisSubcommandLabel = "COMMAND",
        description = "Look after routes: check files, import and export documents.")
final class RoutesCommand {}
