package dev.perigee.executor.polyglot;

import dev.perigee.executor.Outcome;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
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

    private final ExecutorService threads =
            Executors.newFixedThreadPool(THREADS, daemons("perigee-stopper"));

    /** Apart, so that outcomes are told in time whatever becomes of the guests. */
    private final ExecutorService teller =
            Executors.newSingleThreadExecutor(daemons("perigee-outcomes"));

    private static ThreadFactory daemons(String name) {
        return body -> {
            var thread = new Thread(body, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    void emit(Running running, Outcome outcome) {
        execute(teller, () -> running.emit(outcome));
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
        teller.shutdown();
    }
}
