package dev.perigee.triggers;

import dev.perigee.events.DeadLetterFilter;
import dev.perigee.problems.Inputs;
import dev.perigee.problems.PerigeeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant. Something must be given: {@code all} for all, so that an empty body
 * never drops everything.
 */
record DeadLetterRequest(
        @Nullable Boolean all,
        @Nullable List<Long> ids,
        @Nullable String key,
        @Nullable Integer partition,
        @Nullable String error,
        @Nullable String before) {

    DeadLetterFilter filter() {
        var filtered =
                ids != null || key != null || partition != null || error != null || before != null;
        var everything = Boolean.TRUE.equals(all);
        if (filtered == everything) {
            throw PerigeeException.invalid(
                    "",
                    "Give \"all\": true, or some of ids, key, partition, error and before, to say"
                            + " which dead letters are meant");
        }
        if (ids != null && ids.isEmpty()) {
            throw PerigeeException.invalid("/ids", "The field \"ids\" must name a dead letter");
        }
        return new DeadLetterFilter(
                ids == null ? List.of() : ids,
                key,
                partition,
                error,
                Inputs.time("/before", before));
    }
}
