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
 * works while the other's commit waits for the disk. When a partition's lock is held by somebody
 * else for longer than {@link #IMPATIENT}, the group is taken apart and {@link StalledAppends}
 * waits for that partition, so that the others flow on.
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

    GroupAppender(Database database, EventLogSettings settings, LongConsumer committed) {
        this.settings = settings;
        this.committed = committed;
        var statement = new AppendStatement(database);
        var stalled = new StalledAppends(statement, this::finish);
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
                    if (!reserve(request)) {
                        caller.error(
                                new LogSaturatedException(
                                        settings.queuedEvents()
                                                + " events or "
                                                + (settings.queuedBytes() >> 20)
                                                + " MB"));
                        return;
                    }
                    laneOf(request).add(request);
                });
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

    private boolean reserve(AppendRequest request) {
        var events = waitingEvents.addAndGet(request.events().size());
        var bytes = waitingBytes.addAndGet(request.bytes());
        var alone = events == request.events().size();
        if (alone || (events <= settings.queuedEvents() && bytes <= settings.queuedBytes())) {
            return true;
        }
        release(request);
        return false;
    }

    private void release(AppendRequest request) {
        waitingEvents.addAndGet(-request.events().size());
        waitingBytes.addAndGet(-request.bytes());
    }

    /**
     * Frees the places before the callers learn of it, so that they find room for the next append.
     */
    private void finish(List<AppendRequest> group) {
        for (var request : group) {
            release(request);
        }
        group.stream().mapToLong(AppendRequest::topicId).distinct().forEach(committed);
    }

    void close() {
        lanes.forEach(AppendLane::close);
    }
}
