package dev.perigee.executor.polyglot;

import org.graalvm.polyglot.Context;

/**
 * A handler loaded into a context, ready to be invoked; the part of a context that differs by
 * language. Used only by the carrier that has entered the context.
 */
interface Guest {

    Context context();

    /** Evaluates the handler file, within the limits of the invocation that needs it first. */
    void load();

    /** Calls the handler and tells what came of it, now or later, to the invocation. */
    void start(Running running);

    /** Hands the answer of a host call to the guest that waits for it. */
    void resume(PendingAnswer answer);
}
