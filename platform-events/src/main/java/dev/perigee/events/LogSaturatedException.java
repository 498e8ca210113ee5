package dev.perigee.events;

/**
 * Too many appends already wait for the database. Nothing of this one was stored; overload shows as
 * this refusal, not as latency.
 */
public final class LogSaturatedException extends EventLogException {

    private static final long serialVersionUID = 1L;

    public LogSaturatedException(String limit) {
        super("too many appends are waiting (" + limit + "); try again in a moment", null);
    }
}
