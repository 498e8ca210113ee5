package dev.perigee.events;

/**
 * The database did not answer as it should. An append that fails with this may or may not have been
 * stored: the answer was lost, not necessarily the commit.
 */
public final class LogUnavailableException extends EventLogException {

    private static final long serialVersionUID = 1L;

    public LogUnavailableException(String what, Throwable cause) {
        super(what + " failed because the database is not available", cause);
    }
}
