package dev.perigee.events;

import dev.perigee.events.TriggerProgress.Counts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All topics and triggers with their totals, as of one moment.
 *
 * @param topics by namespace and name
 * @param triggers by namespace and name, replays included
 */
public record LogStatistics(List<OfTopic> topics, List<OfTrigger> triggers) {

    public LogStatistics {
        topics = List.copyOf(topics);
        triggers = List.copyOf(triggers);
    }

    /**
     * A topic's totals over its partitions.
     *
     * @param appended events since it was created
     * @param kept those that retention has not dropped
     */
    public record OfTopic(TopicName topic, long appended, long kept) {}

    /**
     * A trigger's totals over its partitions.
     *
     * @param replayOf name of the trigger that it replays, or null
     * @param counts what became of the events since it was created or moved
     * @param retried failed deliveries that were or will be repeated, since it was created
     */
    public record OfTrigger(
            TriggerName trigger,
            @Nullable String replayOf,
            Counts counts,
            long retried,
            Letters letters,
            Instant createdAt) {}

    /**
     * What waits for somebody's decision.
     *
     * @param dead all dead letters, also from before the trigger was moved
     * @param blockedPartitions partitions that an event stopped
     */
    public record Letters(long dead, int blockedPartitions) {}
}
