package dev.perigee.lua.runtime;

import dev.perigee.lua.LuaContext;
import java.util.concurrent.Semaphore;

/** On a thread that takes turns with its resumer. It is a daemon and ends with its context. */
final class ThreadStack extends SuspendableStack {

    private final Semaphore entered = new Semaphore(0);
    private final Semaphore left = new Semaphore(0);
    private final Thread thread;
    private boolean started;
    private volatile boolean done;

    ThreadStack(Runnable body) {
        thread = LuaContext.get(null).env().newTruffleThreadBuilder(() -> runBody(body)).build();
    }

    private void runBody(Runnable body) {
        try {
            entered.acquireUninterruptibly();
            body.run();
        } finally {
            done = true;
            left.release();
        }
    }

    @Override
    void run() {
        if (!started) {
            started = true;
            thread.start();
        }
        entered.release();
        left.acquireUninterruptibly();
    }

    @Override
    void suspend() {
        left.release();
        entered.acquireUninterruptibly();
    }

    @Override
    boolean isDone() {
        return done;
    }
}
