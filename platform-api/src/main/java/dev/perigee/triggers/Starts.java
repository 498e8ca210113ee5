package dev.perigee.triggers;

import dev.perigee.events.Start;
import dev.perigee.problems.PerigeeException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where a trigger begins, as people write it: {@code earliest}, {@code latest}, an offset such as
 * {@code 42}, or a time such as {@code 2026-03-01T10:00:00Z}.
 */
public final class Starts {

    private Starts() {}

    /** The start that a field of a request names; the given one when it is absent. */
    static Start of(String pointer, @Nullable JsonNode node, Start otherwise) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            return otherwise;
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return parse(pointer, node.asString());
        }
        if (!node.isString()) {
            throw refused(pointer, node.toString());
        }
        return parse(pointer, node.asString());
    }

    /** The start that a field of a request names, which must be there. */
    static Start required(String pointer, @Nullable JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            throw PerigeeException.invalid(
                    pointer, "The field \"" + pointer.substring(1) + "\" is required");
        }
        return of(pointer, node, new Start.Latest());
    }

    /** The start that a text names. */
    public static Start parse(String pointer, String text) {
        if (text.equals("earliest")) {
            return new Start.Earliest();
        }
        if (text.equals("latest")) {
            return new Start.Latest();
        }
        try {
            return text.matches("\\d{1,19}")
                    ? new Start.AtOffset(Long.parseLong(text))
                    : new Start.Since(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException | NumberFormatException _) {
            throw refused(pointer, text);
        }
    }

    private static PerigeeException refused(String pointer, String text) {
        return PerigeeException.invalid(
                pointer,
                "\"%s\" is no place in a topic: give earliest, latest, an offset such as 42, or a time such as 2026-03-01T10:00:00Z"
                        .formatted(text));
    }
}
