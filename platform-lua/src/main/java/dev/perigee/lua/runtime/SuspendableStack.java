package dev.perigee.lua.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Runs code on a stack of its own that can be left in the middle and entered again. One thread runs
 * it at a time, and it is left only from within. On a JDK that exports {@code jdk.internal.vm} a
 * switch costs some 200 ns; without the export every stack is a thread.
 */
abstract sealed class SuspendableStack permits ContinuationStack, ThreadStack {

    static SuspendableStack of(Coroutine coroutine, Runnable body) {
        return ContinuationStack.isAvailable()
                ? new ContinuationStack(coroutine, body)
                : new ThreadStack(coroutine, body);
    }

    /**
     * The coroutine on whose stack this code runs, null outside of all. It belongs to the stack and
     * not to the context, because an embedder may let several calls of one context take turns.
     */
    static @Nullable Coroutine current() {
        return ContinuationStack.isAvailable()
                ? ContinuationStack.running()
                : ThreadStack.running();
    }

    /** Enters the stack and returns when it suspends itself or is done. The body throws nothing. */
    abstract void run();

    /** Leaves the stack; called on it. Returns when it is entered again. */
    abstract void suspend();

    abstract boolean isDone();
}
