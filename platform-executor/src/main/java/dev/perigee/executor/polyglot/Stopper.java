package dev.perigee.executor.polyglot;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops guests and closes contexts on threads of its own, because both may block: first a request
 * to give way, then, when the guest computes on for 100 ms, its context is closed under it. A guest
 * that the machine gives no processor to is not stubborn and gets some more time.
 */
final class Stopper {

    private static final Logger LOG = LoggerFactory.getLogger(Stopper.class);
    private static final Duration PATIENCE = Duration.ofMillis(100);

    /** How often the patience is renewed for a guest that does not get to compute. */
    private static final int RENEWALS = 20;

    private static final int THREADS = 8;

    private final ExecutorService threads = started(THREADS, "perigee-stopper");

    /** Apart, so that outcomes are told in time whatever becomes of the guests. */
    private final ExecutorService host = started(1, "perigee-host");

    /** Begun now: a thread that a lowered one begins has its priority. */
    private static ExecutorService started(int size, String name) {
        var pool =
                new ThreadPoolExecutor(
                        size,
                        size,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        body -> {
                            var thread = new Thread(body, name);
                            thread.setDaemon(true);
                            return thread;
                        });
        pool.prestartAllCoreThreads();
        return pool;
    }

    /** For what must not run on a guest's thread, such as telling an outcome at its limit. */
    void onHostThread(Runnable action) {
        execute(host, action);
    }

    /**
     * @param turn what lets the guest go when it waits for its turn: only now, lest it runs on
     *     while others are being stopped
     */
    void interrupt(Lane lane, Carrier carrier, GuestContext context, @Nullable Turn turn) {
        execute(
                threads,
                () -> {
                    if (turn != null) {
                        turn.letGo();
                    }
                    if (givesWay(carrier, context)) {
                        lane.stopped(context);
                    } else {
                        LOG.warn("a guest of {} does not give way", context.key.function());
                        lane.abandon(carrier, context);
                    }
                });
    }

    private static boolean givesWay(Carrier carrier, GuestContext context) {
        var polyglot = context.polyglot();
        if (polyglot == null) {
            return false;
        }
        long spent = ThreadMeter.cpu(carrier.thread()) + PATIENCE.toNanos() / 2;
        for (int i = 0; i < RENEWALS; i++) {
            try {
                polyglot.interrupt(PATIENCE);
                return true;
            } catch (TimeoutException late) {
                if (ThreadMeter.cpu(carrier.thread()) > spent) {
                    return false;
                }
            } catch (PolyglotException | IllegalStateException stubborn) {
                return false;
            }
        }
        return false;
    }

    void close(GuestContext context) {
        if (context.markClosing()) {
            execute(threads, context::close);
        }
    }

    private static void execute(ExecutorService by, Runnable body) {
        try {
            by.execute(body);
        } catch (RejectedExecutionException closed) {
            body.run();
        }
    }

    void close() {
        threads.shutdown();
        host.shutdown();
    }
}
