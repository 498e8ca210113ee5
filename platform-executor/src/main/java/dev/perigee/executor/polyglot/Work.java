package dev.perigee.executor.polyglot;

/** Something that a lane does inside a context for one invocation: start it, or go on with it. */
sealed interface Work permits Running, PendingAnswer {

    Running running();

    /** Runs guest code; called on a carrier that has entered the invocation's context. */
    void run(Guest guest);
}
