package dev.perigee.gateway.pipeline;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Schedulers;

/**
 * Ends waits of one length that take too long. What began first is due first, so that one timer is
 * enough for all of them, and to begin and to end a wait costs next to nothing. For any thread.
 */
final class Deadlines {

    private static final Logger log = LoggerFactory.getLogger(Deadlines.class);
    private static final int MOST_LINES = 16;

    private final Duration time;
    private final long nanos;
    private final Line[] lines;

    Deadlines(Duration time) {
        this.time = time;
        nanos = time.toNanos();
        var processors = Runtime.getRuntime().availableProcessors();
        lines = new Line[Math.min(MOST_LINES, Integer.highestOneBit(2 * processors - 1))];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = new Line();
        }
    }

    Duration time() {
        return time;
    }

    /** A wait begins; each may once. Threads are kept apart, so that they do not meet often. */
    void begin(Wait wait) {
        lines[(int) Thread.currentThread().threadId() & (lines.length - 1)].add(wait);
    }

    /** One that waits. It may be told to be late while it ends. */
    abstract static class Wait {

        private @Nullable Line line;
        private @Nullable Wait before;
        private @Nullable Wait after;
        private long due;
        private boolean waiting;

        /** The time is over. */
        abstract void late();

        /** It waits no more, if it ever did. */
        final void end() {
            var in = line;
            if (in != null) {
                in.remove(this);
            }
        }
    }

    /** Those that wait, the next one that is due first. The timer runs while there are any. */
    private final class Line implements Runnable {

        private @Nullable Wait first;
        private @Nullable Wait last;
        private boolean timed;

        synchronized void add(Wait wait) {
            wait.line = this;
            wait.waiting = true;
            wait.due = System.nanoTime() + nanos;
            wait.before = last;
            if (last == null) {
                first = wait;
            } else {
                last.after = wait;
            }
            last = wait;
            if (!timed) {
                timed = true;
                runAfter(nanos);
            }
        }

        synchronized void remove(Wait wait) {
            if (!wait.waiting) {
                return;
            }
            wait.waiting = false;
            var before = wait.before;
            var after = wait.after;
            if (before == null) {
                first = after;
            } else {
                before.after = after;
            }
            if (after == null) {
                last = before;
            } else {
                after.before = before;
            }
            wait.before = null;
            wait.after = null;
        }

        private void runAfter(long pause) {
            Schedulers.parallel().schedule(this, pause, TimeUnit.NANOSECONDS);
        }

        @Override
        public void run() {
            for (var wait = due(); wait != null; wait = due()) {
                try {
                    wait.late();
                } catch (RuntimeException failure) {
                    log.error("what was late could not be ended", failure);
                }
            }
        }

        /** Takes out the next one whose time is over; else the timer waits for it. */
        private synchronized @Nullable Wait due() {
            var next = first;
            if (next == null) {
                timed = false;
                return null;
            }
            var left = next.due - System.nanoTime();
            if (left > 0) {
                runAfter(left);
                return null;
            }
            remove(next);
            return next;
        }
    }
}
