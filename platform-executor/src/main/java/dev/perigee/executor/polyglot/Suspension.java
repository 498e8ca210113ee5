package dev.perigee.executor.polyglot;

import dev.perigee.executor.GuestCallException;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/**
 * A guest's stack that can be left in the middle and entered again, by one carrier at a time. Rests
 * on the JDK's internal continuations, those below virtual threads; the JVM has to export their
 * package.
 */
final class Suspension {

    private static final class Scope {
        static final ContinuationScope GUEST = new ContinuationScope("perigee-guest");
    }

    private final Continuation continuation;

    Suspension(Runnable body) {
        continuation = new Continuation(Scope.GUEST, body);
    }

    static boolean isAvailable() {
        return Object.class.getModule().isExported("jdk.internal.vm", Suspension.class.getModule());
    }

    /** Enters the stack; returns when it suspends itself or is done. The body throws nothing. */
    void run() {
        continuation.run();
    }

    boolean isDone() {
        return continuation.isDone();
    }

    /** Leaves the stack that runs now; returns when it is entered again. */
    static void suspend() {
        if (!Continuation.yield(Scope.GUEST)) {
            throw new GuestCallException(
                    "cannot_suspend", "this cannot be called inside a callback of the host", null);
        }
    }
}
