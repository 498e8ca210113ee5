package dev.perigee.executor.polyglot;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * How an idle carrier waits: awake for a moment when the last wait was short, because to wake a
 * thread takes longer than most calls (tens of microseconds on virtual machines); asleep otherwise.
 *
 * <p>Everything is called with the lane's lock held, which waiting gives up.
 */
final class Patience {

    private static final long SHORT_NANOS = 50_000;

    private final ReentrantLock lock;
    private volatile boolean waiting;
    private long lastNanos = Long.MAX_VALUE;

    Patience(ReentrantLock lock) {
        this.lock = lock;
    }

    /** There is something to do; for the carrier that waits awake. */
    void end() {
        waiting = false;
    }

    /** Returns when there is something to do, or earlier. */
    void await(Carrier carrier, BooleanSupplier isIdle) {
        long since = System.nanoTime();
        if (lastNanos < SHORT_NANOS) {
            stayAwake(since);
        }
        if (isIdle.getAsBoolean()) {
            sleep(carrier);
        }
        lastNanos = System.nanoTime() - since;
    }

    private void stayAwake(long since) {
        waiting = true;
        lock.unlock();
        try {
            while (waiting && System.nanoTime() - since < SHORT_NANOS) {
                Thread.onSpinWait();
            }
        } finally {
            lock.lock();
        }
    }

    private void sleep(Carrier carrier) {
        carrier.idle = true;
        lock.unlock();
        try {
            LockSupport.park(this);
        } finally {
            lock.lock();
            carrier.idle = false;
        }
    }
}
