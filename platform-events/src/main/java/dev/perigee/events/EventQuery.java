package dev.perigee.events;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of one partition.
 *
 * @param from first offset wanted; the partition's next offset asks for what is still to come
 * @param limit at most that many offsets are looked at, 1 to {@link #MAX_LIMIT}
 * @param key only events of that key; null for all
 */
public record EventQuery(
        TopicName topic, int partition, long from, int limit, @Nullable String key) {

    public static final int MAX_LIMIT = 10_000;

    public EventQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException(
                    "limit is 1 to " + MAX_LIMIT + ", not " + limit + "; read further by pages");
        }
        if (partition < 0) {
            throw new IllegalArgumentException("there is no partition " + partition);
        }
    }

    public static EventQuery of(TopicName topic, int partition, long from, int limit) {
        return new EventQuery(topic, partition, from, limit, null);
    }
}
