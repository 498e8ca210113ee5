package dev.perigee.events;

/** A topic cannot be deleted while it has triggers. Nothing was changed. */
public final class TopicInUseException extends EventLogException {

    private static final long serialVersionUID = 1L;

    public TopicInUseException(TopicName topic) {
        super("topic \"" + topic.name() + "\" still has triggers; delete them first", null);
    }
}
