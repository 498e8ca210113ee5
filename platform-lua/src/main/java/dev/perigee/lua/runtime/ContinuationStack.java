package dev.perigee.lua.runtime;

import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.jspecify.annotations.Nullable;

/** On the JDK's own continuations, those below virtual threads. */
final class ContinuationStack extends SuspendableStack {

    private static final class Scope {
        static final ContinuationScope LUA = new ContinuationScope("lua");
    }

    /** Knows whose it is. */
    private static final class OwnedContinuation extends Continuation {
        final Coroutine owner;

        OwnedContinuation(Coroutine owner, Runnable body) {
            super(Scope.LUA, body);
            this.owner = owner;
        }

        @Override
        protected void onPinned(Pinned reason) {
            // The yield tells of it.
        }
    }

    private final Continuation continuation;

    ContinuationStack(Coroutine coroutine, Runnable body) {
        continuation = new OwnedContinuation(coroutine, body);
    }

    static @Nullable Coroutine running() {
        var current = Continuation.getCurrentContinuation(Scope.LUA);
        return current == null ? null : ((OwnedContinuation) current).owner;
    }

    @Override
    void run() {
        continuation.run();
    }

    @Override
    void suspend() {
        if (!Continuation.yield(Scope.LUA)) {
            throw LuaError.of("attempt to yield across a call that cannot be suspended", null);
        }
    }

    @Override
    boolean isDone() {
        return continuation.isDone();
    }
}
