package dev.perigee.problems;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads parts of a request; what is wrong becomes an error that names the part. */
public final class Inputs {

    private Inputs() {}

    /** A value whose own checks throw {@link IllegalArgumentException} with a sentence. */
    public static <T> T checked(String pointer, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException refused) {
            throw PerigeeException.invalid(pointer, sentence(String.valueOf(refused.getMessage())));
        }
    }

    /** A text that must be there. */
    public static String required(String pointer, @Nullable String value) {
        if (value == null || value.isBlank()) {
            var name = pointer.substring(pointer.lastIndexOf('/') + 1);
            throw PerigeeException.invalid(pointer, "The field \"" + name + "\" is required");
        }
        return value;
    }

    /** A time with its offset from UTC, or null when there is none. */
    public static @Nullable Instant time(String pointer, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw PerigeeException.invalid(
                    pointer, "\"" + text + "\" is not a time such as 2026-03-01T10:00:00Z");
        }
    }

    /** The same text with a capital letter. */
    public static String sentence(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
