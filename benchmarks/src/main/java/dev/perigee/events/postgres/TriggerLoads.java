package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;

import dev.perigee.events.NewEvent;
import dev.perigee.events.Start;
import dev.perigee.events.TopicName;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What triggers do with the events. */
final class TriggerLoads {

    private final PostgresEventLog log;
    private final TopicName topic;

    TriggerLoads(PostgresEventLog log, TopicName topic) {
        this.log = log;
        this.topic = topic;
    }

    /** From an append's answer to its handler's start, at so many events a second. */
    Times latency(int perSecond, Duration warmUp, Duration duration) {
        var trigger = new TriggerName(topic.namespace(), "latency");
        await(log.triggers().define(TriggerSettings.of(trigger, topic, "f"), new Start.Latest()));
        var committed = new ConcurrentHashMap<UUID, Long>();
        var started = new ConcurrentHashMap<UUID, Long>();
        var dispatcher =
                log.dispatch(
                        request -> {
                            started.put(request.events().getFirst().id(), System.nanoTime());
                            return Mono.empty();
                        },
                        DispatchSettings.DEFAULT);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> dispatcher.owned() == 8);
        send(perSecond, warmUp, committed);
        committed.clear();
        send(perSecond, duration, committed);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> started.keySet().containsAll(committed.keySet()));
        await(dispatcher.shutDown());
        await(log.triggers().delete(trigger));
        var times = new Times(committed.size());
        committed.forEach((id, at) -> times.add(Math.max(0, started.get(id) - at)));
        return times;
    }

    private void send(int perSecond, Duration duration, Map<UUID, Long> committed) {
        await(
                Flux.interval(Duration.ofNanos(1_000_000_000L / perSecond))
                        .onBackpressureBuffer()
                        .take(duration)
                        .flatMap(
                                n -> {
                                    var id = UUID.randomUUID();
                                    var event =
                                            new NewEvent(
                                                    id,
                                                    "key" + n % 1000,
                                                    EventLogBenchmark.PAYLOAD,
                                                    Map.of());
                                    return log.append(topic, List.of(event))
                                            .doOnNext(_ -> committed.put(id, System.nanoTime()));
                                })
                        .count());
    }

    /** Events a second, each batch with a state write and its position. */
    double throughput(int batch, Duration warmUp, Duration duration) {
        var trigger = new TriggerName(topic.namespace(), "batch-" + batch);
        await(
                log.triggers()
                        .define(
                                TriggerSettings.of(trigger, topic, "f").withBatchSize(batch),
                                new Start.Earliest()));
        var dispatcher =
                log.dispatch(
                        request -> {
                            var partition = request.events().getFirst().partition();
                            request.work().put("p" + partition, "" + System.nanoTime(), null);
                            return Mono.empty();
                        },
                        DispatchSettings.DEFAULT);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> dispatcher.owned() == 8);
        Mono.delay(warmUp).block();
        var before = delivered(trigger);
        var began = System.nanoTime();
        Mono.delay(duration).block();
        var count = delivered(trigger) - before;
        var seconds = (System.nanoTime() - began) / 1e9;
        var left = pending(trigger);
        await(dispatcher.shutDown());
        await(log.triggers().delete(trigger));
        if (left == 0) {
            throw new IllegalStateException("there were too few events to keep the trigger busy");
        }
        return count / seconds;
    }

    private long delivered(TriggerName trigger) {
        return await(log.triggers().progress(trigger)).stream()
                .mapToLong(p -> p.counts().delivered())
                .sum();
    }

    private long pending(TriggerName trigger) {
        return await(log.triggers().progress(trigger)).stream()
                .mapToLong(p -> p.counts().pending())
                .sum();
    }
}
