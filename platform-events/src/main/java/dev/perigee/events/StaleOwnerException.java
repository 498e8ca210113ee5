package dev.perigee.events;

/**
 * The deliverer of these events no longer owns them: its lease ended, or the trigger was moved.
 * Nothing of its unit of work was stored; the new owner delivers them.
 */
public final class StaleOwnerException extends EventLogException {

    private static final long serialVersionUID = 1L;

    public StaleOwnerException(String detail) {
        super("the events belong to another owner now: " + detail, null);
    }
}
