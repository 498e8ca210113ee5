package dev.perigee.events;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event to be appended. Sizes and the payload's JSON are checked when it is appended, so that
 * one answer can name every fault of a batch.
 *
 * @param id unique id of the event; null lets the log choose one
 * @param key events of the same key keep their order; null when order does not matter
 * @param payload one JSON value, at most {@link #MAX_PAYLOAD_BYTES}
 * @param headers names and values beside the payload, such as {@code traceparent}
 */
public record NewEvent(
        @Nullable UUID id, @Nullable String key, String payload, Map<String, String> headers) {

    public static final int MAX_PAYLOAD_BYTES = 1 << 20;
    public static final int MAX_KEY_BYTES = 1 << 10;
    public static final int MAX_HEADER_BYTES = 16 << 10;

    public NewEvent {
        headers = Map.copyOf(headers);
    }

    public static NewEvent of(@Nullable String key, String payload) {
        return new NewEvent(null, key, payload, Map.of());
    }
}
