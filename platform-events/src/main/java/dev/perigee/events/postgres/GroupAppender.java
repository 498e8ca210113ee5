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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import reactor.core.publisher.Mono;

/**
 * Groups the appends of concurrent callers into one commit after the other. A lone append is
 * committed at once; what arrives meanwhile waits and shares the next commit, which is sent before
 * the one under way is answered, so that the server goes from one to the next. While callers are
 * being answered nothing is sent: their next appends share a commit too. When a partition's lock is
 * held by somebody else for longer than {@link #IMPATIENT}, the group is taken apart and {@link
 * StalledAppends} waits for that partition, so that the others flow on.
 *
 * <p>Callers may come from any thread. The number of waiting events and bytes is bounded.
 */
final class GroupAppender {

    static final Duration IMPATIENT = Duration.ofMillis(100);

    /** Commits sent and not answered: one that the server works on, one that waits there. */
    private static final int UNDER_WAY = 2;

    /** Groups up to this size are not divided: the commit itself costs more than they do. */
    private static final int UNDIVIDED = 16;

    private final EventLogSettings settings;
    private final AppendStatement statement;
    private final StalledAppends stalled;
    private final LongConsumer committed;
    private final ConcurrentLinkedQueue<AppendRequest> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingEvents = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final WriterConnection writer;
    private final AtomicInteger draining = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger answering = new AtomicInteger();

    GroupAppender(Database database, EventLogSettings settings, LongConsumer committed) {
        this.settings = settings;
        this.statement = new AppendStatement(database);
        this.writer = new WriterConnection(database.pool(), IMPATIENT);
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

    /** Sends what may be sent; one thread at a time, others leave it to that one. */
    private void drain() {
        if (draining.getAndIncrement() != 0) {
            return;
        }
        var seen = 1;
        do {
            while (answering.get() == 0 && underWay.get() < UNDER_WAY && !queue.isEmpty()) {
                var group = takeGroup();
                if (!group.isEmpty()) {
                    underWay.incrementAndGet();
                    write(group);
                }
            }
            seen = draining.addAndGet(-seen);
        } while (seen != 0);
    }

    /**
     * Takes the next group. Of many events that wait or are under way it is half, so that this
     * process answers one half while the server commits the other.
     */
    private List<AppendRequest> takeGroup() {
        var half = Math.max(UNDIVIDED, (waitingEvents.get() + 1) / 2);
        var most = Math.min(settings.groupEvents(), half);
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
            if (!group.isEmpty() && (events > most || bytes > settings.groupBytes())) {
                break;
            }
            queue.remove();
            group.add(next);
        }
        return group;
    }

    private void write(List<AppendRequest> group) {
        statement
                .commit(group, writer)
                .subscribe(
                        bases -> {
                            finish(group);
                            answer(() -> AppendStatement.answer(group, bases));
                        },
                        error -> {
                            if (Database.LOCK_TIMEOUT.equals(Database.stateOf(error))) {
                                answer(() -> stalled.takeApart(group));
                            } else {
                                finish(group);
                                answer(() -> fail(group, error));
                            }
                        });
    }

    private void answer(Runnable answers) {
        answering.incrementAndGet();
        try {
            answers.run();
        } finally {
            answering.decrementAndGet();
            underWay.decrementAndGet();
            drain();
        }
    }

    private static void fail(List<AppendRequest> group, Throwable error) {
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

    void close() {
        writer.close();
    }
}
