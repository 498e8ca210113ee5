package dev.perigee.executor.polyglot;

import dev.perigee.executor.GuestCallException;
import dev.perigee.executor.GuestServices.Answer;
import dev.perigee.executor.GuestServices.Call;
import dev.perigee.executor.Invocation;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Begins what a guest has to wait for: calls of the platform's services, and sleeping. */
final class HostCalls {

    private final ScheduledThreadPoolExecutor timer;

    HostCalls() {
        timer =
                new ScheduledThreadPoolExecutor(
                        1,
                        body -> {
                            var thread = new Thread(body, "perigee-timer");
                            thread.setDaemon(true);
                            return thread;
                        });
        timer.setRemoveOnCancelPolicy(true);
        timer.prestartAllCoreThreads();
    }

    /** {@code call(operation, json, attachment)} for the invocation that runs. */
    PendingAnswer call(Running running, @Nullable Value callback, Value... arguments) {
        var pending = begin(running, callback);
        var attachment = arguments.length > 2 ? Bytes.of(arguments[2]) : null;
        var call = new Call(arguments[0].asString(), arguments[1].asString(), attachment);
        running.forHost(() -> subscribe(running.invocation(), call, pending));
        return pending;
    }

    private static void subscribe(Invocation invocation, Call call, PendingAnswer pending) {
        try {
            invocation.services().call(invocation, call).subscribe(pending);
        } catch (RuntimeException refused) {
            pending.onError(refused);
        }
    }

    PendingAnswer sleep(Running running, @Nullable Value callback, Value milliseconds) {
        var pending = begin(running, callback);
        double ms = milliseconds.isNumber() ? milliseconds.asDouble() : Double.NaN;
        if (Double.isNaN(ms)) {
            pending.fail(new GuestCallException("invalid", "sleep takes milliseconds", null));
            return pending;
        }
        long nanos = (long) (Math.clamp(ms, 0, 1e10) * 1e6);
        var future =
                timer.schedule(
                        () -> pending.succeed(Answer.of("null")), nanos, TimeUnit.NANOSECONDS);
        pending.cancelWith(() -> future.cancel(false));
        return pending;
    }

    private static PendingAnswer begin(Running running, @Nullable Value callback) {
        var pending = new PendingAnswer(running, callback);
        if (!running.await(pending)) {
            throw new GuestCallException(
                    "too_many_calls",
                    "an invocation may wait for "
                            + Running.MAX_PENDING
                            + " calls at a time, and none after it has ended",
                    null);
        }
        return pending;
    }

    void close() {
        timer.shutdownNow();
    }
}
