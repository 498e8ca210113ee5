package dev.perigee.tracing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Decides which traces are sampled, and keeps the newest spans of them in memory: a bounded number,
 * of this process, gone with it. From any thread, without blocking.
 */
public final class Spans {

    private static final int FORCED = 10;

    private final int most;
    private final Allowance own;
    private final Allowance asked;
    private final ArrayDeque<Span> kept = new ArrayDeque<>();
    private final LongAdder recorded = new LongAdder();
    private volatile SpanExport export = _ -> {};

    public Spans(double sampledPerSecond, int keptSpans) {
        this.most = keptSpans;
        this.own = new Allowance(sampledPerSecond);
        this.asked = new Allowance(sampledPerSecond * FORCED);
    }

    /** Samples nothing. */
    public static Spans none() {
        return new Spans(0, 0);
    }

    /** Where spans go besides; must not block. */
    @FunctionalInterface
    interface SpanExport {

        void add(Span span);
    }

    void exportTo(SpanExport exporting) {
        export = exporting;
    }

    /**
     * The first span here of a trace, or null when the trace is not sampled.
     *
     * @param sampled what the caller decided; null when it left that to us
     */
    public @Nullable OpenSpan begin(
            Span.Kind kind,
            @Nullable String traceId,
            @Nullable String parentSpanId,
            @Nullable Boolean sampled) {
        if (!isSampled(sampled)) {
            return null;
        }
        return OpenSpan.first(this, traceId, parentSpanId, kind);
    }

    /** The span of another process that sampled it; null when too many ask for that. */
    public @Nullable OpenSpan remote(String traceId, String spanId) {
        return isSampled(true) ? OpenSpan.remote(this, traceId, spanId) : null;
    }

    private boolean isSampled(@Nullable Boolean sampled) {
        if (sampled == null) {
            return own.take(System.nanoTime());
        }
        return sampled && asked.take(System.nanoTime());
    }

    void add(Span span) {
        recorded.increment();
        synchronized (kept) {
            if (kept.size() >= most) {
                kept.pollFirst();
            }
            if (most > 0) {
                kept.addLast(span);
            }
        }
        export.add(span);
    }

    /** Newest first. */
    List<Span> newest() {
        synchronized (kept) {
            return new ArrayList<>(kept).reversed();
        }
    }

    /** Of one trace, in the order of their beginning. */
    List<Span> ofTrace(String traceId) {
        var found = new ArrayList<Span>();
        synchronized (kept) {
            for (var span : kept) {
                if (span.traceId().equals(traceId)) {
                    found.add(span);
                }
            }
        }
        found.sort((a, b) -> Long.compare(a.startMicros(), b.startMicros()));
        return found;
    }

    long recorded() {
        return recorded.sum();
    }
}
