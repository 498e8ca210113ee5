package dev.perigee.events.postgres;

import dev.perigee.events.Appended;
import dev.perigee.events.LogSaturatedException;
import dev.perigee.events.PlacedEvent;
import dev.perigee.events.Topic;
import dev.perigee.events.postgres.AppendRequest.Slot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;

/**
 * Groups the appends of concurrent callers into few commits. The partitions are divided among
 * {@link #LANES} lanes, which commit at the same time and do not wait for each other's locks: one
 * works while the other's commit waits for the disk. An append that finds nothing under way takes
 * the first lane whatever its partition, so that only one connection and one process of the server
 * need to be awake for a lone appender. When a partition's lock is held by somebody else for longer
 * than {@link #IMPATIENT}, the group is taken apart and {@link StalledAppends} waits for that
 * partition, so that the others flow on.
 *
 * <p>Callers that do not wait for answers find the events of one partition in their order all the
 * same, for a lane is a queue, and {@link LoneAppend} keeps back who would overtake one that took
 * the other lane. That holds unless the server makes a commit be repeated, and for appends to
 * partitions of one lane.
 *
 * <p>Callers may come from any thread. The number of waiting events and bytes is bounded.
 */
final class GroupAppender {

    static final Duration IMPATIENT = Duration.ofMillis(100);

    /** Connections that this keeps. */
    static final int LANES = 2;

    private final EventLogSettings settings;
    private final LongConsumer committed;
    private final AtomicInteger waitingEvents = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final List<AppendLane> lanes;
    private final LoneAppend lone = new LoneAppend(request -> laneOf(request).enqueue(request));

    GroupAppender(Database database, EventLogSettings settings, LongConsumer committed) {
        this.settings = settings;
        this.committed = committed;
        var statement = new AppendStatement(database);
        var stalled = new StalledAppends(statement, this::finish, this::left);
        var underWay = new AtomicInteger();
        this.lanes =
                IntStream.range(0, LANES)
                        .mapToObj(
                                _ ->
                                        new AppendLane(
                                                settings,
                                                statement,
                                                new WriterConnection(database.pool(), IMPATIENT),
                                                stalled,
                                                this::finish,
                                                underWay))
                        .toList();
    }

    Mono<List<Appended>> append(Topic topic, List<PlacedEvent> events) {
        return Mono.create(
                caller -> {
                    var request = AppendRequest.of(topic, events, caller);
                    switch (reserve(request)) {
                        case ALONE -> takeFirst(request);
                        case AMONG_OTHERS -> takeOwn(request);
                        case NONE -> caller.error(saturated());
                    }
                });
    }

    private void takeFirst(AppendRequest request) {
        var first = lanes.getFirst();
        if (laneOf(request) != first) {
            lone.enter(request);
        }
        first.add(request);
    }

    private void takeOwn(AppendRequest request) {
        if (!lone.keeps(request)) {
            laneOf(request).add(request);
        }
    }

    private LogSaturatedException saturated() {
        return new LogSaturatedException(
                settings.queuedEvents() + " events or " + (settings.queuedBytes() >> 20) + " MB");
    }

    /** That of its partitions; the first one when they belong to several. */
    private AppendLane laneOf(AppendRequest request) {
        var of = -1;
        for (var slot : request.slots()) {
            var lane = laneOf(slot);
            if (of >= 0 && of != lane) {
                return lanes.getFirst();
            }
            of = lane;
        }
        return lanes.get(Math.max(of, 0));
    }

    private static int laneOf(Slot slot) {
        return (int) Math.floorMod(slot.topicId() + slot.partition(), (long) LANES);
    }

    /** Events that wait for their commit or are being committed. */
    int waiting() {
        return waitingEvents.get();
    }

    private enum Room {
        ALONE,
        AMONG_OTHERS,
        NONE
    }

    private Room reserve(AppendRequest request) {
        var events = waitingEvents.addAndGet(request.events().size());
        var bytes = waitingBytes.addAndGet(request.bytes());
        if (events == request.events().size()) {
            return Room.ALONE;
        }
        if (events <= settings.queuedEvents() && bytes <= settings.queuedBytes()) {
            return Room.AMONG_OTHERS;
        }
        release(request);
        return Room.NONE;
    }

    private void release(AppendRequest request) {
        waitingEvents.addAndGet(-request.events().size());
        waitingBytes.addAndGet(-request.bytes());
    }

    /**
     * Frees the places before the callers learn of it, so that they find room for the next append.
     */
    private void finish(List<AppendRequest> group) {
        left(group);
        for (var request : group) {
            release(request);
        }
        group.stream().mapToLong(AppendRequest::topicId).distinct().forEach(committed);
    }

    private void left(List<AppendRequest> group) {
        if (lone.left(group)) {
            lanes.forEach(AppendLane::drain);
        }
    }

    void close() {
        lanes.forEach(AppendLane::close);
    }
}
