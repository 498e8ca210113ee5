package dev.perigee.events;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of keys.
 *
 * @param prefix only keys that begin with it; empty for all
 * @param after only keys beyond this one; null from the beginning
 */
public record StateQuery(String prefix, @Nullable String after, int limit) {

    public static final int MAX_LIMIT = 1_000;

    public StateQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT + ", not " + limit);
        }
    }
}
