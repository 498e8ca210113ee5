package dev.perigee.tracing;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in a trace something happens, as the header {@code traceparent} says it (W3C Trace Context,
 * section 3.2).
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 of them, likewise: the span around
 * @param sampled whether the spans of this trace are recorded
 */
public record TraceParent(String traceId, String spanId, boolean sampled) {

    /** The name of the header. */
    public static final String HEADER = "traceparent";

    /** Later versions of the specification may append more, after a dash. */
    private static final Pattern SYNTAX =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final Pattern ZEROS = Pattern.compile("0+");

    /** Reads the header's value; empty when there is none or it is not valid. */
    public static Optional<TraceParent> parse(@Nullable String value) {
        if (value == null) {
            return Optional.empty();
        }
        var parts = SYNTAX.matcher(value);
        if (!parts.matches() || parts.group(1).equals("ff")) {
            return Optional.empty();
        }
        boolean zero =
                ZEROS.matcher(parts.group(2)).matches() || ZEROS.matcher(parts.group(3)).matches();
        int flags = Integer.parseInt(parts.group(4), 16);
        return zero
                ? Optional.empty()
                : Optional.of(new TraceParent(parts.group(2), parts.group(3), (flags & 1) == 1));
    }

    /** The header's value. */
    public String header() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}
