package dev.perigee.tracing;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A span of a sampled trace that has begun, or one of another process that is continued here. It is
 * recorded when it ends, once; one that never ends is never recorded.
 */
public final class OpenSpan {

    private static final String ZEROS = "0000000000000000";

    private final Spans spans;
    private final String traceId;
    private final String spanId;
    private final @Nullable String parentSpanId;
    private final Span.Kind kind;
    private final long startMicros = System.currentTimeMillis() * 1_000;
    private final long startNanos = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile String name;
    private volatile @Nullable String subject;

    private OpenSpan(Spans spans, Ids ids, Span.Kind kind, String name) {
        this.spans = spans;
        this.traceId = ids.traceId();
        this.spanId = ids.spanId();
        this.parentSpanId = ids.parentSpanId();
        this.kind = kind;
        this.name = name;
    }

    private record Ids(String traceId, String spanId, @Nullable String parentSpanId) {}

    /** The span of another process; it ends there. */
    static OpenSpan remote(Spans spans, String traceId, String spanId) {
        return new OpenSpan(spans, new Ids(traceId, spanId, null), Span.Kind.REQUEST, "");
    }

    /**
     * The first span of this process.
     *
     * @param traceId null to begin a trace
     */
    static OpenSpan first(
            Spans spans, @Nullable String traceId, @Nullable String parentSpanId, Span.Kind kind) {
        var trace = traceId == null ? newId() + newId() : traceId;
        return new OpenSpan(spans, new Ids(trace, newId(), parentSpanId), kind, "");
    }

    private static String newId() {
        var hex = Long.toHexString(ThreadLocalRandom.current().nextLong() | 1);
        return ZEROS.substring(hex.length()) + hex;
    }

    /** Something within this span. */
    public OpenSpan child(Span.Kind childKind, String childName) {
        return new OpenSpan(spans, new Ids(traceId, newId(), spanId), childKind, childName);
    }

    public String traceId() {
        return traceId;
    }

    public String spanId() {
        return spanId;
    }

    public @Nullable String parentSpanId() {
        return parentSpanId;
    }

    public void name(String better) {
        name = better;
    }

    public void subject(String known) {
        subject = known;
    }

    /** Records it, unless that has happened. */
    public void end(@Nullable String error) {
        if (ended.compareAndSet(false, true)) {
            spans.add(
                    new Span(
                            traceId,
                            spanId,
                            parentSpanId,
                            kind,
                            name,
                            startMicros,
                            (System.nanoTime() - startNanos) / 1_000,
                            error,
                            subject));
        }
    }
}
