package dev.perigee.executor.polyglot;

/** What became of an invocation offered to a lane. */
enum Offer {
    TAKEN,
    /** Its context is held by a guest that does not give way. */
    BUSY,
    FULL,
    CLOSED
}
