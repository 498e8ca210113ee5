package dev.perigee.events.postgres;

import dev.perigee.events.TriggerProgress.Counts;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Columns that are never null, by name. */
final class Rows {

    private Rows() {}

    static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }

    static Counts counts(Readable row) {
        return new Counts(
                number(row, "published"),
                number(row, "delivered"),
                number(row, "parked"),
                number(row, "dropped"),
                number(row, "pending"));
    }

    static int integer(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Integer.class));
    }

    static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    static boolean bool(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Boolean.class));
    }

    static Instant time(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, OffsetDateTime.class)).toInstant();
    }

    static @Nullable Instant timeOrNull(Readable row, String column) {
        var time = row.get(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
