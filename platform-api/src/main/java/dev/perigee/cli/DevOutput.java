package dev.perigee.cli;

import dev.perigee.projects.ProjectListener;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Tells in the terminal what each save did. Waits with it until the start is told. */
final class DevOutput implements ProjectListener {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Terminal terminal;
    private final List<String> waiting = new ArrayList<>();
    private boolean released;

    DevOutput(Terminal terminal) {
        this.terminal = terminal;
    }

    /** From now on lines go out at once. */
    synchronized void release() {
        released = true;
        waiting.forEach(terminal::print);
        waiting.clear();
    }

    @Override
    public void published(Publication publication) {
        var parts = new ArrayList<String>();
        if (!publication.changed().isEmpty()) {
            parts.add("serving " + String.join(", ", publication.changed()));
        }
        if (!publication.removed().isEmpty()) {
            parts.add("removed " + String.join(", ", publication.removed()));
        }
        if (!parts.isEmpty() || publication.problems().isEmpty()) {
            var what = parts.isEmpty() ? "nothing changed" : String.join("; ", parts);
            say(
                    "%s %s %s"
                            .formatted(
                                    terminal.green("✓"),
                                    what,
                                    terminal.dim(
                                            "(%d routes, %d ms)"
                                                    .formatted(
                                                            publication.routes(),
                                                            publication.duration().toMillis()))));
        }
        for (var problem : publication.problems()) {
            say(terminal.red("✗ ") + problem);
        }
    }

    @Override
    public void failed(String reason) {
        say(terminal.red("✗ ") + reason);
    }

    private synchronized void say(String line) {
        var timed = terminal.dim(LocalTime.now(ZoneId.systemDefault()).format(TIME)) + " " + line;
        if (released) {
            terminal.print(timed);
        } else {
            waiting.add(timed);
        }
    }
}
