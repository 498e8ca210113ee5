package dev.perigee.events.postgres;

import dev.perigee.events.Appended;
import dev.perigee.events.LogSaturatedException;
import dev.perigee.events.LogUnavailableException;
import dev.perigee.events.PlacedEvent;
import dev.perigee.events.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import reactor.core.publisher.Mono;

/**
 * Groups the appends of concurrent callers into one commit after the other. A lone append is
 * committed at once; what arrives meanwhile waits and shares the next commit. When a partition's
 * lock is held by somebody else for longer than {@link #IMPATIENT}, the group is taken apart and
 * {@link StalledAppends} waits for that partition, so that the others flow on.
 *
 * <p>Callers may come from any thread. The number of waiting events and bytes is bounded.
 */
final class GroupAppender {

    static final Duration IMPATIENT = Duration.ofMillis(100);

    private final EventLogSettings settings;
    private final AppendStatement statement;
    private final StalledAppends stalled;
    private final LongConsumer committed;
    private final ConcurrentLinkedQueue<AppendRequest> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingEvents = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicBoolean writing = new AtomicBoolean();

    GroupAppender(Database database, EventLogSettings settings, LongConsumer committed) {
        this.settings = settings;
        this.statement = new AppendStatement(database);
        this.committed = committed;
        this.stalled = new StalledAppends(statement, this::finish);
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
                    queue.add(request);
                    drain();
                });
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

    private void drain() {
        while (!queue.isEmpty() && writing.compareAndSet(false, true)) {
            var group = takeGroup();
            if (!group.isEmpty()) {
                write(group);
                return;
            }
            writing.set(false);
        }
    }

    private List<AppendRequest> takeGroup() {
        var group = new ArrayList<AppendRequest>();
        var events = 0;
        var bytes = 0L;
        for (var next = queue.peek(); next != null; next = queue.peek()) {
            if (stalled.take(next)) {
                queue.remove();
                continue;
            }
            events += next.events().size();
            bytes += next.bytes();
            if (!group.isEmpty()
                    && (events > settings.groupEvents() || bytes > settings.groupBytes())) {
                break;
            }
            queue.remove();
            group.add(next);
        }
        return group;
    }

    private void write(List<AppendRequest> group) {
        statement
                .commit(group, IMPATIENT)
                .subscribe(
                        bases -> {
                            next();
                            finish(group);
                            AppendStatement.answer(group, bases);
                        },
                        error -> {
                            if (Database.LOCK_TIMEOUT.equals(Database.stateOf(error))) {
                                stalled.takeApart(group);
                            } else {
                                fail(group, error);
                            }
                            next();
                        });
    }

    private void next() {
        writing.set(false);
        drain();
    }

    private void fail(List<AppendRequest> group, Throwable error) {
        finish(group);
        for (var request : group) {
            request.caller().error(new LogUnavailableException("the append", error));
        }
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
}
