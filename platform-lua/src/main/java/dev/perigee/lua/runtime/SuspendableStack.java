package dev.perigee.lua.runtime;

/**
 * Runs code on a stack of its own that can be left in the middle and entered again. One thread runs
 * it at a time, and it is left only from within. On a JDK that exports {@code jdk.internal.vm} a
 * switch costs some 200 ns; without the export every stack is a thread.
 */
abstract sealed class SuspendableStack permits ContinuationStack, ThreadStack {

    static SuspendableStack of(Runnable body) {
        return ContinuationStack.isAvailable()
                ? new ContinuationStack(body)
                : new ThreadStack(body);
    }

    /** Enters the stack and returns when it suspends itself or is done. The body throws nothing. */
    abstract void run();

    /** Leaves the stack; called on it. Returns when it is entered again. */
    abstract void suspend();

    abstract boolean isDone();
}
