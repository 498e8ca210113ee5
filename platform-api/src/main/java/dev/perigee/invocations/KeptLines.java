package dev.perigee.invocations;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of one invocation, bounded in bytes; the first line too many is dropped with all after
 * it.
 */
final class KeptLines {

    /** Room for what the executor adds of its own, such as its remark on a cut log. */
    private static final long SLACK = 1_024;

    private final long most;
    private final List<LogLine> lines = new ArrayList<>(0);
    private long bytes;
    private boolean full;

    KeptLines(long logBytes) {
        this.most = logBytes + SLACK;
    }

    synchronized void add(LogLine line) {
        bytes += line.text().length();
        full |= bytes > most;
        if (!full) {
            lines.add(line);
        }
    }

    synchronized List<LogLine> all() {
        return lines.isEmpty() ? List.of() : List.copyOf(lines);
    }
}
