package dev.perigee.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a trigger is in one partition, since it was created or last moved.
 *
 * @param position next offset to deliver
 * @param counts what became of the events before it
 * @param attempts attempts begun of the event at {@code position}
 * @param retryAt when that event is tried again, or null
 * @param blocked whether that event stopped the partition
 */
public record TriggerProgress(
        int partition,
        long position,
        Counts counts,
        int attempts,
        @Nullable Instant retryAt,
        boolean blocked,
        @Nullable String lastError) {

    /**
     * Events by what became of them.
     *
     * @param published appended since the trigger was created or moved
     * @param delivered handled and committed
     * @param parked dead letters
     * @param dropped given up for good
     * @param pending not delivered yet
     */
    public record Counts(long published, long delivered, long parked, long dropped, long pending) {

        /** Zero, unless an event was lost or counted twice. */
        public long unaccounted() {
            return published - delivered - parked - dropped - pending;
        }
    }
}
