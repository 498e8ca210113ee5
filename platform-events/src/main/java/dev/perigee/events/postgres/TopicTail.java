package dev.perigee.events.postgres;

import dev.perigee.events.Event;
import dev.perigee.events.EventLog;
import dev.perigee.events.EventPage;
import dev.perigee.events.EventQuery;
import dev.perigee.events.PartitionRange;
import dev.perigee.events.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Follows all partitions of a topic: one question tells which have something new, so watching an
 * idle topic costs one query a poll, however many partitions it has.
 */
final class TopicTail {

    private final Signals signals;
    private final Duration poll;
    private final EventLog log;

    TopicTail(Signals signals, Duration poll, EventLog log) {
        this.signals = signals;
        this.poll = poll;
        this.log = log;
    }

    Flux<Event> follow(Topic topic, List<Long> from) {
        return Flux.using(
                () -> new Bell(signals, topic.id()),
                bell -> {
                    var cursors =
                            new AtomicLongArray(from.stream().mapToLong(Long::longValue).toArray());
                    return Flux.defer(() -> round(topic, cursors, bell.arm()))
                            .repeat()
                            .concatMapIterable(EventPage::events, 1);
                },
                Bell::close);
    }

    private Flux<EventPage> round(Topic topic, AtomicLongArray cursors, Mono<Void> rung) {
        return log.ranges(topic.name())
                .map(all -> all.stream().filter(range -> isNew(range, cursors)).toList())
                .flatMapMany(
                        behind ->
                                behind.isEmpty()
                                        ? Bell.orAfter(rung, poll).thenMany(Flux.empty())
                                        : Flux.fromIterable(behind)
                                                .concatMap(
                                                        range -> page(topic, range, cursors), 1));
    }

    private static boolean isNew(PartitionRange range, AtomicLongArray cursors) {
        return cursors.get(range.partition()) != range.next();
    }

    private Mono<EventPage> page(Topic topic, PartitionRange range, AtomicLongArray cursors) {
        var partition = range.partition();
        return log.read(EventQuery.of(topic.name(), partition, cursors.get(partition), Tail.PAGE))
                .doOnNext(page -> cursors.set(partition, page.next()));
    }
}
