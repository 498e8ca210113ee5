package dev.perigee.events;

import java.time.Duration;
import java.util.List;

/**
 * What one round of looking after segments did.
 *
 * @param opened segments opened
 * @param dropped segments dropped by retention
 * @param held topics whose retention waits for a trigger
 */
public record SegmentUpkeep(int opened, int dropped, List<Held> held) {

    public SegmentUpkeep {
        held = List.copyOf(held);
    }

    /** A topic that keeps what its retention would drop, because this trigger has not read it. */
    public record Held(TopicName topic, String trigger) {}

    /**
     * When a segment is closed.
     *
     * @param bytes at that size, or at a quarter of the topic's retention
     * @param age at that age, or at a quarter of the topic's retention
     */
    public record Limits(long bytes, Duration age) {

        public static final Limits DEFAULT = new Limits(512L << 20, Duration.ofDays(1));

        public Limits {
            if (bytes < 1 || age.toMillis() < 1) {
                throw new IllegalArgumentException("segments have a size and an age");
            }
        }
    }
}
