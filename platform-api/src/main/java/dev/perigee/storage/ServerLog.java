package dev.perigee.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Finds in a server's log the line that says why it did not start. */
final class ServerLog {

    private static final List<String> SEVERITIES = List.of("PANIC:", "FATAL:", "ERROR:", "error:");

    private ServerLog() {}

    static String reason(Path log) {
        try {
            var lines =
                    new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
            return lines.stream()
                    .filter(line -> rank(line) < SEVERITIES.size())
                    .min(Comparator.comparingInt(ServerLog::rank))
                    .map(ServerLog::withoutPrefix)
                    .orElseGet(() -> lines.isEmpty() ? "it said nothing" : lines.getLast());
        } catch (IOException e) {
            return "it left no log";
        }
    }

    private static int rank(String line) {
        for (var i = 0; i < SEVERITIES.size(); i++) {
            if (line.contains(SEVERITIES.get(i))) {
                return i;
            }
        }
        return SEVERITIES.size();
    }

    private static String withoutPrefix(String line) {
        var severity = SEVERITIES.get(rank(line));
        return line.substring(line.indexOf(severity) + severity.length()).strip();
    }
}
