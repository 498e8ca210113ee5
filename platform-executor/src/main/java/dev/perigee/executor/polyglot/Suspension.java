package dev.perigee.executor.polyglot;

import org.graalvm.polyglot.Context;

/**
 * A guest's stack that can be left in the middle and entered again, by one carrier at a time. Rests
 * on the JDK's internal continuations, those below virtual threads, when the JVM exports their
 * package ({@code --add-exports java.base/jdk.internal.vm=ALL-UNNAMED}); else on threads, which is
 * slower and counts less of what guests use.
 */
abstract sealed class Suspension permits ContinuationSuspension, ThreadSuspension {

    static boolean hasContinuations() {
        return Object.class.getModule().isExported("jdk.internal.vm", Suspension.class.getModule());
    }

    static Suspension of(Context context, Runnable body) {
        return hasContinuations()
                ? new ContinuationSuspension(body)
                : new ThreadSuspension(context, body);
    }

    /** Enters the stack; returns when it suspends itself or is done. The body throws nothing. */
    abstract void run();

    abstract boolean isDone();

    /** Leaves the stack; called on it. Returns when it is entered again. */
    abstract void suspend();

    /** The stack will not be entered again. */
    abstract void abandon();

    /** What it has allocated beside its carriers. */
    abstract long allocatedBytes();
}
