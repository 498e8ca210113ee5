package dev.perigee.tracing;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sends spans to a collector behind everything else: in batches, one at a time, from a bounded
 * queue. A collector that is away costs the spans of that time, which are counted, and one line of
 * the log when it goes and one when it is back.
 */
final class OtlpExport implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OtlpExport.class);
    private static final int BATCH = 512;
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final BlockingQueue<Span> queue;
    private final SpanExporter exporter;
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicBoolean away = new AtomicBoolean();
    private @Nullable Disposable work;

    OtlpExport(TracingProperties properties, Spans spans, MeterRegistry registry) {
        var builder =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(Objects.requireNonNull(properties.otlpEndpoint()))
                        .setTimeout(TIMEOUT)
                        .setConnectTimeout(TIMEOUT)
                        .setRetryPolicy(null)
                        .setCompression("gzip");
        properties.otlpHeaders().forEach(builder::addHeader);
        exporter = builder.build();
        queue = new ArrayBlockingQueue<>(Math.max(1, properties.queuedSpans()));
        spans.exportTo(this::add);
        unexported(registry, "overflow", dropped);
        unexported(registry, "collector", failed);
    }

    private static void unexported(MeterRegistry registry, String reason, LongAdder count) {
        FunctionCounter.builder("perigee.traces.unexported", count, LongAdder::sum)
                .description("Spans that did not reach the collector")
                .tag("reason", reason)
                .register(registry);
    }

    private void add(Span span) {
        if (!queue.offer(span)) {
            dropped.increment();
        }
    }

    @Override
    public synchronized void start() {
        if (work == null) {
            work =
                    Flux.interval(INTERVAL)
                            .onBackpressureDrop()
                            .concatMap(_ -> flush(), 1)
                            .subscribe();
        }
    }

    private Mono<Void> flush() {
        return Mono.defer(
                        () -> {
                            var batch = new ArrayList<Span>();
                            queue.drainTo(batch, BATCH);
                            return batch.isEmpty() ? Mono.just(0) : send(batch);
                        })
                .repeat()
                .takeUntil(size -> size < BATCH)
                .then();
    }

    private Mono<Integer> send(List<Span> batch) {
        return Mono.<Integer>create(
                sink -> {
                    var data = new ArrayList<SpanData>(batch.size());
                    batch.forEach(span -> data.add(new ExportedSpan(span)));
                    var result = exporter.export(data);
                    result.whenComplete(
                            () -> {
                                told(result.isSuccess(), batch.size());
                                sink.success(result.isSuccess() ? batch.size() : 0);
                            });
                });
    }

    private void told(boolean success, int size) {
        if (success) {
            if (away.compareAndSet(true, false)) {
                log.info("spans are exported again");
            }
        } else {
            failed.add(size);
            if (away.compareAndSet(false, true)) {
                log.warn("the collector does not take spans; those of this time are lost");
            }
        }
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public synchronized void stop(Runnable done) {
        var stopping = work;
        work = null;
        if (stopping == null) {
            done.run();
            return;
        }
        stopping.dispose();
        flush().timeout(TIMEOUT)
                .onErrorComplete()
                .doFinally(_ -> exporter.shutdown().whenComplete(done))
                .subscribe();
    }

    @Override
    public synchronized boolean isRunning() {
        return work != null;
    }

    /** Stops after everything that makes spans. */
    @Override
    public int getPhase() {
        return 0;
    }
}
