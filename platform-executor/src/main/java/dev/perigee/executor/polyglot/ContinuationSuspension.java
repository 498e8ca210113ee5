package dev.perigee.executor.polyglot;

import dev.perigee.executor.GuestCallException;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/**
 * On the JDK's own continuations; a switch costs some 200 ns.
 *
 * <p>A stack may go on on another carrier than it was suspended on, when a hog has kept the first.
 * Compiled guest code finds its context all the same: it reads it from a slot of the running
 * thread, and to the compiler every call may change that slot. What does stay behind is Truffle's
 * note of the calling node ({@code EncapsulatingNodeReference}), which it restores on the first
 * carrier and which only refines the location of a stack trace. Truffle asserts that this does not
 * happen, hence that one assertion is off in tests.
 */
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
