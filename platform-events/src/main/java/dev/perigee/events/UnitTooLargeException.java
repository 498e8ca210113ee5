package dev.perigee.events;

/** A unit of work collected more than one commit may hold. Nothing of it was stored. */
public final class UnitTooLargeException extends EventLogException {

    private static final long serialVersionUID = 1L;

    public UnitTooLargeException(String limit) {
        super("one invocation may not append or change more than " + limit, null);
    }
}
