package dev.perigee.tracing;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Something that took time, and where it stands in its trace.
 *
 * @param startMicros since the epoch
 * @param error what went wrong, or null
 * @param subject of a function the id of its invocation, of a request its status; or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Span(
        String traceId,
        String spanId,
        @Nullable String parentSpanId,
        Kind kind,
        String name,
        long startMicros,
        long durationMicros,
        @Nullable String error,
        @Nullable String subject) {

    /** What it was. */
    public enum Kind {
        /** A request that came in, from its head to the end of its answer. */
        REQUEST,
        /** The filters before a route's target. */
        FILTERS,
        /** A call of a backend. */
        BACKEND,
        /** An invocation. */
        FUNCTION
    }
}
