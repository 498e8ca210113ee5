package dev.perigee.executor.polyglot;

import java.util.concurrent.Semaphore;
import org.graalvm.polyglot.Context;

/** On a thread that takes turns with the carriers. */
final class ThreadSuspension extends Suspension {

    /** Unwinds the stack of an invocation that has ended while it was suspended. */
    private static final class Abandoned extends Error {
        private static final long serialVersionUID = 1L;

        Abandoned() {
            super("the invocation has ended", null, false, false);
        }
    }

    private final Semaphore entered = new Semaphore(0);
    private final Semaphore left = new Semaphore(0);
    private final Context context;
    private final Thread thread;
    private boolean begun;
    private volatile boolean abandoned;
    private volatile boolean done;

    ThreadSuspension(Context context, Runnable body) {
        this.context = context;
        this.thread = new Thread(null, () -> perform(body), "perigee-guest", Carrier.STACK_BYTES);
        thread.setDaemon(true);
    }

    private void perform(Runnable body) {
        try {
            context.enter();
            try {
                body.run();
            } finally {
                if (!abandoned) {
                    context.leave();
                }
            }
        } catch (RuntimeException | Error thrown) {
            // Nobody waits for a stack that was abandoned, however it came to its end.
            if (!abandoned) {
                throw thrown;
            }
        } finally {
            done = true;
            left.release();
        }
    }

    @Override
    void run() {
        if (begun) {
            entered.release();
        } else {
            begun = true;
            thread.start();
        }
        left.acquireUninterruptibly();
    }

    @Override
    boolean isDone() {
        return done;
    }

    @Override
    void suspend() {
        context.leave();
        left.release();
        entered.acquireUninterruptibly();
        if (abandoned) {
            throw new Abandoned();
        }
        context.enter();
    }

    @Override
    void abandon() {
        abandoned = true;
        entered.release();
    }

    @Override
    long allocatedBytes() {
        return Math.max(0, ThreadMeter.allocated(thread));
    }
}
