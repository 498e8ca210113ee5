package dev.perigee.lua.runtime;

import com.oracle.truffle.api.TruffleSafepoint;
import dev.perigee.lua.LuaContext;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** On a thread that takes turns with its resumer. It is a daemon and ends with its context. */
final class ThreadStack extends SuspendableStack {

    private static final ThreadLocal<Coroutine> RUNNING = new ThreadLocal<>();

    private final Semaphore entered = new Semaphore(0);
    private final Semaphore left = new Semaphore(0);
    private final Thread thread;
    private boolean started;
    private volatile boolean done;

    ThreadStack(Coroutine coroutine, Runnable body) {
        thread =
                LuaContext.get(null)
                        .env()
                        .newTruffleThreadBuilder(() -> runBody(coroutine, body))
                        .build();
    }

    static @Nullable Coroutine running() {
        return RUNNING.get();
    }

    /** Waits for a turn, or for the end of the context. */
    private static void await(Semaphore turn) {
        TruffleSafepoint.setBlockedThreadInterruptible(null, Semaphore::acquire, turn);
    }

    private void runBody(Coroutine coroutine, Runnable body) {
        RUNNING.set(coroutine);
        try {
            await(entered);
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
        await(left);
    }

    @Override
    void suspend() {
        left.release();
        await(entered);
    }

    @Override
    boolean isDone() {
        return done;
    }
}
