package dev.perigee.events;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that passed every check and knows its partition.
 *
 * @param headers as a JSON object, or null when there are none
 * @param bytes size of key, payload and headers as UTF-8
 */
public record PlacedEvent(
        UUID id,
        int partition,
        @Nullable String key,
        String payload,
        @Nullable String headers,
        int bytes) {}
