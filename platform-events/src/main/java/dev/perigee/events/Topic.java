package dev.perigee.events;

import java.time.Instant;

/**
 * A topic as it is stored.
 *
 * @param id unique in this log and never used again, also not by a topic of the same name
 */
public record Topic(long id, TopicSettings settings, Instant createdAt) {

    public TopicName name() {
        return settings.name();
    }

    public int partitions() {
        return settings.partitions();
    }
}
