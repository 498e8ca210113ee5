package dev.perigee.events;

/** A trigger of that name exists for another topic. It was not changed. */
public final class TriggerConflictException extends EventLogException {

    private static final long serialVersionUID = 1L;

    public TriggerConflictException(Trigger existing) {
        super(
                "trigger \""
                        + existing.name().name()
                        + "\" exists for topic \""
                        + existing.settings().topic().name()
                        + "\"; delete it or choose another name",
                null);
    }
}
