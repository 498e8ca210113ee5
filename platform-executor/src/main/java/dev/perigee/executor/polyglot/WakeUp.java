package dev.perigee.executor.polyglot;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * Wakes a sleeping carrier. A thread that can put that off does it once for all that it hands in
 * meanwhile: woken at once, the carrier would take the processor from it for one piece of work, and
 * sleep again before the next.
 *
 * <p>{@link #ask} is called with the lane's lock held.
 */
final class WakeUp {

    /** For how long a thread may go on handing in before the carrier is woken none the less. */
    static final long LONGEST_DELAY_NANOS = 500_000;

    private final CallerLoop callerLoop;
    private final LongSupplier clock;
    private final Runnable wake;
    private final Runnable late = this::now;
    private volatile boolean isPutOff;
    private long putOffAt;

    WakeUp(CallerLoop callerLoop, LongSupplier clock, Runnable wake) {
        this.callerLoop = callerLoop;
        this.clock = clock;
        this.wake = wake;
    }

    /** There is work for a carrier that sleeps. */
    void ask() {
        var loop = callerLoop.current();
        if (loop == null || (isPutOff ? isOverdue() : !putOff(loop))) {
            now();
        }
    }

    private boolean isOverdue() {
        return clock.getAsLong() - putOffAt > LONGEST_DELAY_NANOS;
    }

    private boolean putOff(Executor loop) {
        isPutOff = true;
        putOffAt = clock.getAsLong();
        try {
            loop.execute(late);
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }

    private void now() {
        isPutOff = false;
        wake.run();
    }
}
