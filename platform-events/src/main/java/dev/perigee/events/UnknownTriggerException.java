package dev.perigee.events;

/** There is no trigger of that name. Nothing was changed. */
public final class UnknownTriggerException extends EventLogException {

    private static final long serialVersionUID = 1L;

    private final transient TriggerName trigger;

    public UnknownTriggerException(TriggerName trigger) {
        super(
                "there is no trigger \""
                        + trigger.name()
                        + "\" in namespace "
                        + trigger.namespace(),
                null);
        this.trigger = trigger;
    }

    public TriggerName trigger() {
        return trigger;
    }
}
