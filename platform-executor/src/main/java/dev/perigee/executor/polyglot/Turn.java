package dev.perigee.executor.polyglot;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A detached guest in {@link TimeSharing}: it runs, or it waits at a safepoint. */
final class Turn {

    private final Thread thread;
    private final Predicate<Runnable> asking;
    private volatile boolean mayRun = true;
    private volatile boolean stopped;
    private volatile boolean over;

    /** When it gives way to others, as {@link System#nanoTime}; guarded by the sharing's lock. */
    long sliceEnd;

    /**
     * @param asking has the thread perform an action at its next safepoint; false when it cannot be
     *     asked yet
     */
    Turn(Thread thread, Predicate<Runnable> asking) {
        this.thread = thread;
        this.asking = asking;
    }

    boolean mayRun() {
        return mayRun;
    }

    /** Whether it waits; if not, it runs, or has not come to a safepoint yet. */
    boolean isStopped() {
        return stopped;
    }

    void begin() {
        mayRun = true;
        LockSupport.unpark(thread);
    }

    /** Lets the guest go for good: a request to wait that is still under way means nothing. */
    void letGo() {
        over = true;
        LockSupport.unpark(thread);
    }

    /** Asks the guest to wait; it runs on while it cannot be asked. */
    void end() {
        stopped = false;
        mayRun = false;
        if (!asking.test(this::await)) {
            mayRun = true;
        }
    }

    private void await() {
        while (!mayRun && !over) {
            stopped = true;
            LockSupport.park(this);
        }
    }
}
