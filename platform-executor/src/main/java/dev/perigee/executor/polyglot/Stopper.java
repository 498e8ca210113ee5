package dev.perigee.executor.polyglot;

import dev.perigee.executor.Outcome;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops guests and closes contexts on threads of its own, because both may block: first a request
 * to give way, then, when the guest has not within 100 ms, its context is closed under it.
 */
final class Stopper {

    private static final Logger LOG = LoggerFactory.getLogger(Stopper.class);
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    body -> {
                        var thread = new Thread(body, "perigee-stopper");
                        thread.setDaemon(true);
                        return thread;
                    });

    void emit(Running running, Outcome outcome) {
        execute(() -> running.emit(outcome));
    }

    void interrupt(Lane lane, Carrier carrier, GuestContext context) {
        execute(
                () -> {
                    if (givesWay(context)) {
                        lane.stopped(context);
                    } else {
                        LOG.warn("a guest of {} does not give way", context.key.function());
                        lane.abandon(carrier, context);
                    }
                });
    }

    private static boolean givesWay(GuestContext context) {
        var polyglot = context.polyglot();
        if (polyglot == null) {
            return false;
        }
        try {
            polyglot.interrupt(PATIENCE);
            return true;
        } catch (TimeoutException | PolyglotException | IllegalStateException stubborn) {
            return false;
        }
    }

    void close(GuestContext context) {
        if (context.markClosing()) {
            execute(context::close);
        }
    }

    void closeIfAny(@Nullable GuestContext context) {
        if (context != null) {
            close(context);
        }
    }

    private void execute(Runnable body) {
        try {
            threads.execute(body);
        } catch (RejectedExecutionException closed) {
            body.run();
        }
    }

    void close() {
        threads.shutdown();
    }
}
