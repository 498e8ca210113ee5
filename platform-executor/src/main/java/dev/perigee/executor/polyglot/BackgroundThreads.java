package dev.perigee.executor.polyglot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The JVM's own threads that compute for long: compilers and the workers of the concurrent
 * collector. While there are greedy guests, whose code is compiled and whose garbage is collected
 * like anybody's, they ask for long slices, compilers at a lower priority as well, so that whoever
 * answers requests need not wait for them. Without greedy guests they are left alone: code that is
 * new gets fast soon.
 *
 * <p>They are found by the names that HotSpot and Truffle give them; on other systems than Linux
 * there are none. One thread uses it.
 */
final class BackgroundThreads {

    private static final String TASKS = "/proc/self/task";
    private static final long INTERVAL_NANOS = 250_000_000;

    /** For so long after the last greedy guest they stay put back. */
    private static final long CALM_NANOS = 1_000_000_000;

    private final Set<String> putBack = new HashSet<>();
    private final Set<String> others = new HashSet<>();
    private long lookedAt = System.nanoTime() - INTERVAL_NANOS;
    private long greedyAt;

    /** Tells whether there are greedy guests now; called as often as one likes. */
    void adjust(boolean greedy, long now) {
        if (greedy) {
            greedyAt = now;
            if (now - lookedAt >= INTERVAL_NANOS) {
                lookedAt = now;
                putBackAll();
            }
        } else if (!putBack.isEmpty() && now - greedyAt > CALM_NANOS) {
            putBack.forEach(task -> NativePriority.usual(Integer.parseInt(task)));
            putBack.clear();
            others.clear();
        }
    }

    private void putBackAll() {
        var tasks = new File(TASKS).list();
        if (tasks == null) {
            return;
        }
        var alive = Set.of(tasks);
        putBack.retainAll(alive);
        others.retainAll(alive);
        for (var task : tasks) {
            if (!putBack.contains(task) && !others.contains(task)) {
                (putBack(task) ? putBack : others).add(task);
            }
        }
    }

    private static boolean putBack(String task) {
        var name = name(task);
        if (name.contains("Compiler")) {
            NativePriority.lowerABit(Integer.parseInt(task));
            return true;
        }
        if (name.startsWith("ZWorker")) {
            NativePriority.lengthen(Integer.parseInt(task));
            return true;
        }
        return false;
    }

    /** The first 15 characters of a thread's name; empty when it has ended. */
    private static String name(String task) {
        try {
            return Files.readString(Path.of(TASKS, task, "comm"));
        } catch (IOException ended) {
            return "";
        }
    }
}
