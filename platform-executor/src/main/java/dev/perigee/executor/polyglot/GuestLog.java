package dev.perigee.executor.polyglot;

import dev.perigee.executor.InvocationLog;
import dev.perigee.executor.InvocationLog.Level;
import java.util.Locale;

/** Passes a guest's text on line by line until its allowance is used up, then says so once. */
final class GuestLog {

    private static final int MAX_LINE = 32 << 10;

    private final InvocationLog target;
    private final long allowed;
    private long left;
    private boolean cut;

    GuestLog(InvocationLog target, long allowed) {
        this.target = target;
        this.allowed = allowed;
        this.left = allowed;
    }

    /** Whether it takes no more, so that a flood need not even be decoded. */
    boolean isCut() {
        return cut;
    }

    void write(String level, String text) {
        if (cut) {
            return;
        }
        var severity = severity(level);
        int from = 0;
        int end = text.endsWith("\n") ? text.length() - 1 : text.length();
        do {
            int lineEnd = text.indexOf('\n', from);
            if (lineEnd < 0 || lineEnd > end) {
                lineEnd = end;
            }
            line(severity, text, from, lineEnd);
            from = lineEnd + 1;
        } while (from <= end && !cut);
    }

    private void line(Level level, String text, int from, int to) {
        int end = Math.min(to, from + MAX_LINE);
        left -= end - from + 1;
        if (left < 0) {
            cut = true;
            target.line(Level.WARN, "log cut: it may have " + Sizes.text(allowed));
            return;
        }
        var line = text.substring(from, end);
        target.line(level, end < to ? line + "…" : line);
    }

    private static Level severity(String level) {
        return switch (level.toLowerCase(Locale.ROOT)) {
            case "debug", "trace" -> Level.DEBUG;
            case "warn", "warning" -> Level.WARN;
            case "error" -> Level.ERROR;
            default -> Level.INFO;
        };
    }
}
