package dev.perigee.events;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters of a trigger are meant: those that satisfy everything that is given.
 *
 * @param ids one of these; empty for any
 * @param error a part of the error's text, in any case, or null
 * @param before parked before that time, or null
 */
public record DeadLetterFilter(
        List<Long> ids,
        @Nullable String key,
        @Nullable Integer partition,
        @Nullable String error,
        @Nullable Instant before) {

    public static final DeadLetterFilter ALL = ids(List.of());

    public DeadLetterFilter {
        ids = List.copyOf(ids);
    }

    /** Those with these ids, all when there is none. */
    public static DeadLetterFilter ids(List<Long> ids) {
        return new DeadLetterFilter(ids, null, null, null, null);
    }
}
