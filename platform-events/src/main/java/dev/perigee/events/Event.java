package dev.perigee.events;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of a topic. Its place is its partition and offset; offsets of a partition begin at 0,
 * have no gaps and follow the order of commits.
 *
 * @param appendedAt the database's clock when the event was appended; not decreasing within a
 *     partition as long as that clock does not
 */
public record Event(
        UUID id,
        int partition,
        long offset,
        @Nullable String key,
        String payload,
        Map<String, String> headers,
        Instant appendedAt) {

    public Event {
        headers = Map.copyOf(headers);
    }
}
