package dev.perigee.events;

/**
 * A topic of that name exists, or exists with another number of partitions. The stored topic was
 * not changed.
 */
public final class TopicConflictException extends EventLogException {

    private static final long serialVersionUID = 1L;

    private final transient Topic existing;

    public TopicConflictException(Topic existing, int wanted) {
        super(
                "topic \""
                        + existing.name().name()
                        + "\" exists with "
                        + existing.partitions()
                        + " partitions, not "
                        + wanted
                        + "; the number of partitions cannot change",
                null);
        this.existing = existing;
    }

    public TopicConflictException(Topic existing) {
        super("topic \"" + existing.name().name() + "\" exists already", null);
        this.existing = existing;
    }

    public Topic existing() {
        return existing;
    }
}
