package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs code on a stack of its own that can be left in the middle and entered again. One thread runs
 * it at a time, and it is left only from within. On a JVM that opens {@code jdk.internal.vm} a
 * switch there and back costs less than 100 ns, on one that only exports it somewhat more; on any
 * other every stack is a thread.
 */
abstract sealed class SuspendableStack permits DirectStack, ContinuationStack, ThreadStack {

    /** Asked for here, because {@link ContinuationStack} cannot even be loaded without. */
    private static final boolean EXPORTED =
            Object.class
                    .getModule()
                    .isExported("jdk.internal.vm", SuspendableStack.class.getModule());

    /**
     * Whether stacks can be {@link DirectStack}s. A constant in front of what mentions that class,
     * for on other JVMs neither it nor code that does can be compiled.
     */
    static final boolean DIRECT = StackSwitch.isAvailable();

    /** Whether stacks need no threads. */
    static boolean areCheap() {
        return EXPORTED;
    }

    static SuspendableStack of(Coroutine coroutine, Runnable body) {
        if (DIRECT) {
            return new DirectStack(coroutine, body);
        }
        return EXPORTED ? new ContinuationStack(coroutine, body) : new ThreadStack(coroutine, body);
    }

    /**
     * The context's coroutine on whose stack this code runs, null outside of all. It belongs to the
     * stack, because an embedder may let several calls of one context take turns.
     */
    @TruffleBoundary
    static @Nullable Coroutine current(LuaContext context) {
        if (DIRECT) {
            return context.coroutine();
        }
        var running = EXPORTED ? ContinuationStack.running() : ThreadStack.running();
        return running != null && running.context() == context ? running : null;
    }

    /** Enters the stack and returns when it suspends itself or is done. The body throws nothing. */
    abstract void run();

    /** Leaves the stack; called on it. Returns when it is entered again. */
    abstract void suspend();

    abstract boolean isDone();
}
