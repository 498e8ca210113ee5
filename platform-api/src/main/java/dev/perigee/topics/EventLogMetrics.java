package dev.perigee.topics;

import dev.perigee.events.LogStatistics;
import dev.perigee.events.LogStatistics.OfTopic;
import dev.perigee.events.LogStatistics.OfTrigger;
import dev.perigee.events.postgres.PostgresEventLog;
import dev.perigee.storage.Outage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What the event log holds and what became of its events, by topic and trigger, read by one
 * statement every {@link #INTERVAL}. The numbers are the database's, so every process shows the
 * same. Beyond {@link #MOST} names the rest shares the name {@code (other)}.
 *
 * <p>{@code perigee.triggers.unaccounted} is published − delivered − parked − dropped − pending: it
 * must be zero.
 */
@Component
final class EventLogMetrics implements SmartLifecycle {

    static final Duration INTERVAL = Duration.ofSeconds(15);
    static final int MOST = 500;
    static final String OTHER = "(other)";

    private static final Logger log = LoggerFactory.getLogger(EventLogMetrics.class);

    private final PostgresEventLog events;
    private final Map<MultiGauge, ToLongFunction<OfTopic>> ofTopics = new LinkedHashMap<>();
    private final Map<MultiGauge, ToLongFunction<OfTrigger>> ofTriggers = new LinkedHashMap<>();
    private @Nullable Disposable rounds;

    EventLogMetrics(PostgresEventLog events, MeterRegistry registry) {
        this.events = events;
        Gauge.builder("perigee.events.waiting", events, PostgresEventLog::waiting)
                .description("Events of this process that wait for their commit")
                .register(registry);
        topics(registry, "appended", "Events since the topic was created", OfTopic::appended);
        topics(registry, "kept", "Events that retention has not dropped", OfTopic::kept);
        triggers(registry, "published", "Events to deliver", t -> t.counts().published());
        triggers(registry, "delivered", "Events handled", t -> t.counts().delivered());
        triggers(registry, "retried", "Deliveries repeated after a failure", OfTrigger::retried);
        triggers(registry, "parked", "Events parked as dead letters", t -> t.counts().parked());
        triggers(registry, "dropped", "Events given up for good", t -> t.counts().dropped());
        triggers(registry, "pending", "Events not delivered yet", t -> t.counts().pending());
        triggers(
                registry,
                "unaccounted",
                "Events lost or counted twice; must be zero",
                t -> t.counts().unaccounted());
        triggers(registry, "deadletters", "All dead letters", t -> t.letters().dead());
        triggers(
                registry,
                "blocked",
                "Partitions that an event stopped",
                t -> t.letters().blockedPartitions());
    }

    private void topics(
            MeterRegistry registry, String name, String text, ToLongFunction<OfTopic> value) {
        ofTopics.put(
                MultiGauge.builder("perigee.topics." + name).description(text).register(registry),
                value);
    }

    private void triggers(
            MeterRegistry registry, String name, String text, ToLongFunction<OfTrigger> value) {
        ofTriggers.put(
                MultiGauge.builder("perigee.triggers." + name).description(text).register(registry),
                value);
    }

    @Override
    public synchronized void start() {
        if (rounds == null) {
            rounds =
                    Flux.interval(Duration.ZERO, INTERVAL)
                            .onBackpressureDrop()
                            .concatMap(_ -> refresh(), 1)
                            .subscribe();
        }
    }

    /** Reads the totals; when that fails the last ones stay. */
    Mono<Void> refresh() {
        return events.statistics(null)
                .doOnNext(this::show)
                .doOnError(
                        error -> Outage.warn(log, "the event log's metrics are not current", error))
                .onErrorComplete()
                .then();
    }

    void show(LogStatistics statistics) {
        ofTopics.forEach(
                (gauge, value) ->
                        gauge.register(
                                rows(
                                        statistics.topics(),
                                        topic ->
                                                tags(
                                                        topic.topic().namespace(),
                                                        "topic",
                                                        topic.topic().name()),
                                        value,
                                        Tags.of("namespace", OTHER, "topic", OTHER)),
                                true));
        ofTriggers.forEach(
                (gauge, value) ->
                        gauge.register(
                                rows(
                                        statistics.triggers(),
                                        trigger ->
                                                tags(
                                                        trigger.trigger().namespace(),
                                                        "trigger",
                                                        trigger.trigger().name()),
                                        value,
                                        Tags.of("namespace", OTHER, "trigger", OTHER)),
                                true));
    }

    private static Tags tags(String namespace, String kind, String name) {
        return Tags.of("namespace", namespace, kind, name);
    }

    private static <T> List<Row<?>> rows(
            List<T> all, Function<T, Tags> tags, ToLongFunction<T> value, Tags other) {
        var rows = new ArrayList<Row<?>>();
        all.stream()
                .limit(MOST)
                .forEach(one -> rows.add(Row.of(tags.apply(one), value.applyAsLong(one))));
        if (all.size() > MOST) {
            rows.add(Row.of(other, all.stream().skip(MOST).mapToLong(value).sum()));
        }
        return rows;
    }

    @Override
    public synchronized void stop() {
        if (rounds != null) {
            rounds.dispose();
            rounds = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return rounds != null;
    }
}
