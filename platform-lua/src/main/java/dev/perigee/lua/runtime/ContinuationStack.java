package dev.perigee.lua.runtime;

import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/** On the JDK's own continuations, those below virtual threads. */
final class ContinuationStack extends SuspendableStack {

    private static final boolean AVAILABLE = probe();

    private static final class Scope {
        static final ContinuationScope LUA = new ContinuationScope("lua");
    }

    private final Continuation continuation;

    ContinuationStack(Runnable body) {
        continuation = new Continuation(Scope.LUA, body);
    }

    static boolean isAvailable() {
        return AVAILABLE;
    }

    private static boolean probe() {
        return Object.class
                .getModule()
                .isExported("jdk.internal.vm", ContinuationStack.class.getModule());
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
