package dev.perigee.events;

/** There is no topic of that name, or no partition of that number. Nothing was appended. */
public final class UnknownTopicException extends EventLogException {

    private static final long serialVersionUID = 1L;

    private final transient TopicName topic;

    public UnknownTopicException(TopicName topic) {
        super("there is no topic \"" + topic.name() + "\" in namespace " + topic.namespace(), null);
        this.topic = topic;
    }

    public UnknownTopicException(TopicName topic, int partition) {
        super("topic \"" + topic.name() + "\" has no partition " + partition, null);
        this.topic = topic;
    }

    public TopicName topic() {
        return topic;
    }
}
