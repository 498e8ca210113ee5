package dev.perigee.invocations;

import dev.perigee.executor.FunctionId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an invocation: never its arguments, result, headers or environment, which may
 * hold secrets.
 */
record InvocationRecord(
        UUID id,
        FunctionId function,
        int version,
        String alias,
        String origin,
        String outcome,
        @Nullable String error,
        @Nullable String trace,
        long startedMillis,
        long durationMicros,
        Span span,
        List<LogLine> log) {

    /**
     * Its place in a trace.
     *
     * @param requestId what the gateway's client knows the request by
     */
    record Span(
            String traceId,
            String spanId,
            @Nullable String parentSpanId,
            @Nullable String requestId) {}

    long size() {
        var size =
                256L + (error == null ? 0 : error.length()) + (trace == null ? 0 : trace.length());
        for (var line : log) {
            size += line.size();
        }
        return size;
    }

    boolean isUneventful() {
        return log.isEmpty() && (outcome.equals("returned") || outcome.equals("refused"));
    }
}
