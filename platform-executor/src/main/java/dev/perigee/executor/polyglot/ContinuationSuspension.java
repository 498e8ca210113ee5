package dev.perigee.executor.polyglot;

import dev.perigee.executor.GuestCallException;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/** On the JDK's own continuations; a switch costs some 200 ns. */
final class ContinuationSuspension extends Suspension {

    private static final class Scope {
        static final ContinuationScope GUEST = new ContinuationScope("perigee-guest");
    }

    private final Continuation continuation;

    ContinuationSuspension(Runnable body) {
        continuation = new Continuation(Scope.GUEST, body);
    }

    @Override
    void run() {
        continuation.run();
    }

    @Override
    boolean isDone() {
        return continuation.isDone();
    }

    @Override
    void suspend() {
        if (!Continuation.yield(Scope.GUEST)) {
            throw new GuestCallException(
                    "cannot_suspend", "this cannot be called inside a callback of the host", null);
        }
    }

    @Override
    void abandon() {
        // Nothing refers to a stack that is left, so it is garbage.
    }

    @Override
    long allocatedBytes() {
        return 0;
    }
}
