package dev.perigee.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A value of the state.
 *
 * @param value one JSON value
 * @param version changes with every write and never comes back for the same key; {@link #PENDING}
 *     for a write that is not committed yet
 * @param expiresAt when it counts as absent, or null
 */
public record StateEntry(
        String key, String value, long version, Instant updatedAt, @Nullable Instant expiresAt) {

    public static final long PENDING = -1;
}
