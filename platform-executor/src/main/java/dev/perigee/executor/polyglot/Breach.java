package dev.perigee.executor.polyglot;

import dev.perigee.executor.Limit;
import dev.perigee.executor.Outcome;
import org.jspecify.annotations.Nullable;

/** Which limit an invocation has exceeded, if any. */
final class Breach {

    private Breach() {}

    static @Nullable Outcome of(Running running, long now, long cpuNanos, long allocatedBytes) {
        var limits = running.invocation().limits();
        if (allocatedBytes > limits.allocatedBytes()) {
            return memory(running);
        }
        if (now - running.deadlineNanos() >= 0) {
            return new Outcome.TimedOut(limits.deadline());
        }
        if (cpuNanos > limits.cpuTime().toNanos()) {
            return new Outcome.LimitExceeded(Limit.CPU_TIME, Sizes.text(limits.cpuTime()));
        }
        return null;
    }

    static Outcome memory(Running running) {
        return new Outcome.LimitExceeded(
                Limit.MEMORY, Sizes.text(running.invocation().limits().allocatedBytes()));
    }

    /** Ends an invocation that suspended itself but has used up its share. */
    static void afterMount(Running running) {
        var breach = of(running, System.nanoTime(), running.cpuNanos, running.allocatedBytes);
        if (breach != null) {
            running.finish(breach);
        }
    }
}
