package dev.perigee.cli;

import picocli.CommandLine.Command;

/** The verbs that concern routes. */
@Command(
        name = "routes",
        synopsisSubcommandLabel = "COMMAND",
        description = "Look after routes: check files, import and export documents.",
        footer = {
            "",
            "Examples:",
            "  perigee routes check app/gateway.yml",
            "  perigee routes import krakend.json"
        })
final class RoutesCommand {}
