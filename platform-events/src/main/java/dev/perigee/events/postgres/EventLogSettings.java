package dev.perigee.events.postgres;

import java.time.Duration;

/**
 * The bounds of a {@link PostgresEventLog}.
 *
 * @param queuedEvents events that may wait for the database before appends are refused
 * @param queuedBytes the same as bytes of keys, payloads and headers
 * @param groupEvents most events of one commit
 * @param groupBytes most bytes of one commit, unless a single append is larger
 * @param poll how often followers look for events that no notification told of
 */
public record EventLogSettings(
        int queuedEvents, long queuedBytes, int groupEvents, long groupBytes, Duration poll) {

    public static final EventLogSettings DEFAULT =
            new EventLogSettings(20_000, 64L << 20, 1_000, 4L << 20, Duration.ofSeconds(1));

    public EventLogSettings {
        if (queuedEvents < 1 || queuedBytes < 1 || groupEvents < 1 || groupBytes < 1) {
            throw new IllegalArgumentException("the bounds of the event log must be positive");
        }
        if (poll.isNegative() || poll.isZero()) {
            throw new IllegalArgumentException("poll must be longer than nothing");
        }
    }
}
