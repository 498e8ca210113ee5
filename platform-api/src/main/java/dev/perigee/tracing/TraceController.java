package dev.perigee.tracing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perigee.problems.PerigeeException;
import dev.perigee.system.Page;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/traces")
class TraceController {

    private final Spans spans;

    TraceController(Spans spans) {
        this.spans = spans;
    }

    /** A trace in a list: its outermost span that is known here. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TraceResponse(
            String traceId,
            String name,
            String kind,
            Instant startedAt,
            double durationMs,
            int spans,
            @Nullable String error) {}

    /** A trace with all that is known of it. */
    record TraceDetails(String traceId, List<SpanResponse> spans) {}

    /** A span; {@code subject} is an invocation's id or an answer's status. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SpanResponse(
            String spanId,
            @Nullable String parentSpanId,
            String kind,
            String name,
            Instant startedAt,
            double durationMs,
            @Nullable String error,
            @Nullable String subject) {

        static SpanResponse of(Span span) {
            return new SpanResponse(
                    span.spanId(),
                    span.parentSpanId(),
                    TraceController.kind(span),
                    span.name(),
                    TraceController.startedAt(span),
                    millis(span),
                    span.error(),
                    span.subject());
        }
    }

    private static String kind(Span span) {
        return span.kind().name().toLowerCase(Locale.ROOT);
    }

    private static Instant startedAt(Span span) {
        return Instant.ofEpochMilli(span.startMicros() / 1_000);
    }

    private static double millis(Span span) {
        return span.durationMicros() / 1_000.0;
    }

    /** Newest first. */
    @GetMapping
    List<TraceResponse> list(@RequestParam @Nullable Integer limit) {
        var most = Page.of(limit, null).limit();
        var traces = new LinkedHashMap<String, TraceResponse>();
        for (var span : spans.newest()) {
            var known = traces.get(span.traceId());
            if (known != null || traces.size() < most) {
                traces.put(span.traceId(), with(known, span));
            }
        }
        return List.copyOf(traces.values());
    }

    /** The span that began first, and lasted longest among those, stands for the trace. */
    private static TraceResponse with(@Nullable TraceResponse known, Span span) {
        var count = known == null ? 1 : known.spans() + 1;
        var began = startedAt(span);
        if (known != null
                && (known.startedAt().isBefore(began)
                        || (known.startedAt().equals(began)
                                && known.durationMs() >= millis(span)))) {
            return new TraceResponse(
                    known.traceId(),
                    known.name(),
                    known.kind(),
                    known.startedAt(),
                    known.durationMs(),
                    count,
                    known.error() == null ? span.error() : known.error());
        }
        return new TraceResponse(
                span.traceId(),
                span.name(),
                kind(span),
                began,
                millis(span),
                count,
                span.error() == null && known != null ? known.error() : span.error());
    }

    @GetMapping("/{traceId}")
    TraceDetails get(@PathVariable String traceId) {
        var found = spans.ofTrace(traceId);
        if (found.isEmpty()) {
            throw new PerigeeException(
                    TracingProblems.TRACE_NOT_FOUND,
                    "There is no trace \"%s\" in the memory of this process; it may be too old, or not sampled."
                            .formatted(traceId));
        }
        return new TraceDetails(traceId, found.stream().map(SpanResponse::of).toList());
    }
}
