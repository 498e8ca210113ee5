package dev.perigee.invocations;

import dev.perigee.storage.Outage;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes records behind the answers: in batches, one at a time, and gives a batch up after a second
 * failure, because what waits behind it is bounded. A stop writes what is left.
 */
final class InvocationRecorder implements Journal, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(InvocationRecorder.class);
    private static final int BATCH = 500;
    private static final Duration BETWEEN_PREPARATIONS = Duration.ofMinutes(10);
    private static final Duration STOPPING = Duration.ofSeconds(3);

    private final InvocationRepository repository;
    private final InvocationProperties properties;
    private final Clock clock;
    private final PendingRecords pending;
    private final LongAdder lost = new LongAdder();
    private @Nullable Disposable work;
    private Instant nextPreparation = Instant.MIN;

    InvocationRecorder(
            InvocationRepository repository,
            InvocationProperties properties,
            Clock clock,
            MeterRegistry registry) {
        this.repository = repository;
        this.properties = properties;
        this.clock = clock;
        this.pending = new PendingRecords(properties);
        Gauge.builder("perigee.invocations.records.pending", pending, PendingRecords::size)
                .register(registry);
        unrecorded(registry, "sampled", pending, PendingRecords::sampledOut);
        unrecorded(registry, "overflow", pending, PendingRecords::overflowed);
        unrecorded(registry, "database", lost, LongAdder::sum);
    }

    private static <T> void unrecorded(
            MeterRegistry registry, String reason, T source, ToDoubleFunction<T> count) {
        FunctionCounter.builder("perigee.invocations.unrecorded", source, count)
                .description("Invocations without a record")
                .tag("reason", reason)
                .register(registry);
    }

    @Override
    public void add(InvocationRecord invocation) {
        pending.add(invocation);
    }

    @Override
    public synchronized void start() {
        if (work != null) {
            return;
        }
        var seconds = properties.flushInterval().toNanos() / 1e9;
        work =
                Flux.interval(properties.flushInterval())
                        .doOnNext(_ -> pending.earn(seconds))
                        .onBackpressureDrop()
                        .concatMap(_ -> prepareDays().then(flush()), 1)
                        .subscribe();
    }

    /** Writes all that waits. */
    Mono<Void> flush() {
        return Mono.fromCallable(() -> pending.take(BATCH))
                .flatMap(batch -> write(batch).thenReturn(batch.size()))
                .repeat()
                .takeUntil(size -> size < BATCH)
                .then();
    }

    private Mono<Void> write(List<InvocationRecord> batch) {
        if (batch.isEmpty()) {
            return Mono.empty();
        }
        return repository
                .insert(batch)
                .retry(1)
                .onErrorResume(
                        failure -> {
                            lost.add(batch.size());
                            Outage.warn(
                                    log, batch.size() + " invocation records were lost", failure);
                            return Mono.empty();
                        });
    }

    /** Far more often than once a day, so that a failure passes unnoticed. */
    private Mono<Void> prepareDays() {
        var now = clock.instant();
        if (now.isBefore(nextPreparation)) {
            return Mono.empty();
        }
        nextPreparation = now.plus(BETWEEN_PREPARATIONS);
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return repository
                .createDays(today, 3)
                .then(repository.dropBefore(today.minusDays(properties.retention().toDays())))
                .onErrorResume(
                        failure -> {
                            Outage.warn(
                                    log,
                                    "the days of invocation records could not be kept",
                                    failure);
                            return Mono.empty();
                        });
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public synchronized void stop(Runnable done) {
        if (work == null) {
            done.run();
            return;
        }
        work.dispose();
        work = null;
        flush().timeout(STOPPING)
                .doFinally(_ -> done.run())
                .subscribe(
                        _ -> {},
                        failure -> Outage.warn(log, "the last records were lost", failure));
    }

    @Override
    public synchronized boolean isRunning() {
        return work != null;
    }

    /** Stops after everything that invokes. */
    @Override
    public int getPhase() {
        return 0;
    }
}
