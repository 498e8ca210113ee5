package dev.perigee.events;

import org.jspecify.annotations.Nullable;

/**
 * What a topic is created with. The number of partitions is fixed for good, because the same key
 * must always go to the same partition.
 *
 * @param schema a JSON Schema (2020-12) that every payload must satisfy, or null
 */
public record TopicSettings(
        TopicName name, int partitions, @Nullable String schema, Retention retention) {

    public static final int DEFAULT_PARTITIONS = 8;
    public static final int MAX_PARTITIONS = 256;

    public TopicSettings {
        if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new IllegalArgumentException(
                    "a topic has 1 to " + MAX_PARTITIONS + " partitions, not " + partitions);
        }
    }

    /** Eight partitions, no schema, kept forever. */
    public static TopicSettings of(TopicName name) {
        return new TopicSettings(name, DEFAULT_PARTITIONS, null, Retention.FOREVER);
    }

    public TopicSettings withPartitions(int count) {
        return new TopicSettings(name, count, schema, retention);
    }

    public TopicSettings withSchema(@Nullable String newSchema) {
        return new TopicSettings(name, partitions, newSchema, retention);
    }

    public TopicSettings withRetention(Retention newRetention) {
        return new TopicSettings(name, partitions, schema, newRetention);
    }
}
