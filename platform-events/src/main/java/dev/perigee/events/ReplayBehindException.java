package dev.perigee.events;

/** A replay cannot be promoted before it reached its trigger's position. Nothing was changed. */
public final class ReplayBehindException extends EventLogException {

    private static final long serialVersionUID = 1L;

    private final long events;

    public ReplayBehindException(TriggerName replay, long events) {
        super(
                "replay \""
                        + replay.name()
                        + "\" is "
                        + events
                        + " events behind its trigger; wait, or pause the trigger meanwhile",
                null);
        this.events = events;
    }

    /** How far it is behind. */
    public long events() {
        return events;
    }
}
