package dev.perigee.invocations;

import dev.perigee.problems.PerigeeException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which invocations a caller wants to see, newest first.
 *
 * @param from the first moment, or null
 * @param to the moment after the last one, or null
 * @param after the last id of the page before this one, or null
 */
record InvocationFilter(
        String namespace,
        @Nullable String function,
        @Nullable String outcome,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable UUID after) {

    static final List<String> OUTCOMES =
            List.of(
                    "returned",
                    "rejected",
                    "failed",
                    "timed_out",
                    "limit_exceeded",
                    "refused",
                    "cancelled");

    InvocationFilter {
        if (outcome != null && !OUTCOMES.contains(outcome)) {
            throw PerigeeException.invalid(
                    "outcome",
                    "The parameter \"outcome\" must be one of " + String.join(", ", OUTCOMES));
        }
    }

    static @Nullable Instant moment(String parameter, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw PerigeeException.invalid(
                    parameter,
                    "The parameter \""
                            + parameter
                            + "\" must be a time such as 2026-03-01T10:00:00Z, not \""
                            + text
                            + "\"");
        }
    }

    static @Nullable UUID key(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw PerigeeException.invalid(
                    "after", "The parameter \"after\" must be the id of an invocation");
        }
    }
}
