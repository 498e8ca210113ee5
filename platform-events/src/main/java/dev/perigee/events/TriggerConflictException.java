package dev.perigee.events;

/** A trigger of that name exists, or exists for another topic. It was not changed. */
public final class TriggerConflictException extends EventLogException {

    private static final long serialVersionUID = 1L;

    private TriggerConflictException(String message) {
        super(message, null);
    }

    /** It exists, whatever its topic. */
    public static TriggerConflictException exists(Trigger existing) {
        return new TriggerConflictException(
                "trigger \"" + existing.name().name() + "\" exists already");
    }

    public TriggerConflictException(Trigger existing) {
        this(
                "trigger \""
                        + existing.name().name()
                        + "\" exists for topic \""
                        + existing.settings().topic().name()
                        + "\"; delete it or choose another name");
    }
}
