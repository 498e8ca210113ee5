package dev.perigee.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import tools.jackson.databind.JsonNode;

/** Writes log lines of a server to the terminal. */
final class LogPrinter {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final String DATA = "data:";

    private final Terminal terminal;

    LogPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Prints lines as they are written until the server ends the connection. */
    void follow(ManagementClient client, String query) throws IOException {
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(
                                client.stream("/api/v1/logs/tail" + query),
                                StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(DATA)) {
                    print(ManagementClient.JSON.readTree(line.substring(DATA.length())));
                }
            }
        }
    }

    void print(JsonNode line) {
        var level = line.path("level").asString("info");
        var function = line.path("function").asString("");
        terminal.print(
                "%s %s%s%s"
                        .formatted(
                                time(line.path("at")),
                                coloured(level),
                                function.isEmpty() ? " " : " " + terminal.bold(function) + " ",
                                line.path("message").asString("")));
    }

    private String coloured(String level) {
        var padded = "%-5s".formatted(level);
        return switch (level) {
            case "error" -> terminal.red(padded);
            case "warn" -> terminal.yellow(padded);
            case "debug" -> terminal.dim(padded);
            default -> padded;
        };
    }

    /** The moment in the time zone of whoever reads it. */
    String time(JsonNode instant) {
        try {
            var moment = Instant.parse(instant.asString("")).atZone(ZoneId.systemDefault());
            return terminal.dim(moment.format(TIME));
        } catch (DateTimeParseException e) {
            return instant.asString("?");
        }
    }
}
