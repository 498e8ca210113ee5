package dev.perigee.executor.polyglot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Shares the processors among detached guests: so many run, the others wait at a safepoint for
 * their turn. Dozens of greedy guests at once would fill the memory, the caches and the collector's
 * time as many times faster, and everybody else would feel it.
 *
 * <p>Newcomers go first and get a short slice, within which most of them end; whoever comes again
 * gets a long one, in order, so that some end early instead of all of them late. A guest that comes
 * to no safepoint counts as waiting after a while, lest nobody else ever runs.
 */
final class TimeSharing {

    private static final long SHORT_NANOS = 20_000_000;
    private static final long LONG_NANOS = 200_000_000;

    private final int places;
    private final ArrayDeque<Turn> running = new ArrayDeque<>();
    private final ArrayDeque<Turn> leaving = new ArrayDeque<>();
    private final ArrayDeque<Turn> newcomers = new ArrayDeque<>();
    private final ArrayDeque<Turn> waiting = new ArrayDeque<>();

    TimeSharing(int places) {
        this.places = Math.max(1, places);
    }

    /** A guest goes on detached; it runs until the next {@link #round}. */
    synchronized void join(Turn newcomer) {
        newcomers.add(newcomer);
    }

    /** A guest is done, or shall end, and counts no more. */
    synchronized void leave(Turn turn) {
        running.remove(turn);
        leaving.remove(turn);
        newcomers.remove(turn);
        waiting.remove(turn);
    }

    /** Whether there are guests that run or wait. */
    synchronized boolean isShared() {
        return !running.isEmpty() || !leaving.isEmpty() || isAnyoneWaiting();
    }

    /** Gives places away; called every few milliseconds by one thread, which holds no lock. */
    void round(long now) {
        for (var turn : change(now)) {
            turn.end();
        }
    }

    private synchronized List<Turn> change(long now) {
        leaving.removeIf(turn -> hasLeft(turn, now) && waiting.add(turn));
        var ended = new ArrayList<Turn>();
        running.removeIf(turn -> shallEnd(turn, now) && ended.add(turn) && leaving.add(turn));
        while (running.size() + leaving.size() < places && isAnyoneWaiting()) {
            admit(now);
        }
        newcomers.stream().filter(Turn::mayRun).forEach(ended::add);
        waiting.stream().filter(Turn::mayRun).forEach(ended::add);
        return ended;
    }

    private boolean hasLeft(Turn turn, long now) {
        return turn.isStopped() || now - turn.sliceEnd > LONG_NANOS;
    }

    private boolean shallEnd(Turn turn, long now) {
        if (now - turn.sliceEnd >= 0) {
            return isAnyoneWaiting();
        }
        boolean longSlice = turn.sliceEnd - now > SHORT_NANOS;
        if (longSlice && !newcomers.isEmpty()) {
            turn.sliceEnd = now;
            return true;
        }
        return false;
    }

    private boolean isAnyoneWaiting() {
        return !newcomers.isEmpty() || !waiting.isEmpty();
    }

    private void admit(long now) {
        boolean isNew = !newcomers.isEmpty();
        var next = isNew ? newcomers.remove() : waiting.remove();
        next.sliceEnd = now + (isNew ? SHORT_NANOS : LONG_NANOS);
        next.begin();
        running.add(next);
    }
}
