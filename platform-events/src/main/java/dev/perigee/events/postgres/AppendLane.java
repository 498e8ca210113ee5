package dev.perigee.events.postgres;

import dev.perigee.events.LogUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Commits the appends of some partitions on a connection of its own, one group after the other. A
 * lone append is committed at once; what arrives meanwhile waits and shares the next commit. While
 * callers are being answered nothing is sent: their next appends share a commit too.
 *
 * <p>While no other lane commits, the next group is sent before the one under way is answered, so
 * that the server has something to do while this process answers.
 */
final class AppendLane {

    /** Groups up to this size are not divided: the commit itself costs more than they do. */
    private static final int UNDIVIDED = 16;

    private final EventLogSettings settings;
    private final AppendStatement statement;
    private final WriterConnection writer;
    private final StalledAppends stalled;
    private final Finish finish;
    private final ConcurrentLinkedQueue<AppendRequest> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingEvents = new AtomicInteger();
    private final AtomicInteger draining = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger answering = new AtomicInteger();
    private final AtomicInteger underWayInAll;

    /** Frees the places of requests that were committed or failed. */
    interface Finish {
        void accept(List<AppendRequest> group);
    }

    /**
     * @param underWayInAll groups that all lanes of a log have sent and not answered
     */
    AppendLane(
            EventLogSettings settings,
            AppendStatement statement,
            WriterConnection writer,
            StalledAppends stalled,
            Finish finish,
            AtomicInteger underWayInAll) {
        this.settings = settings;
        this.statement = statement;
        this.writer = writer;
        this.stalled = stalled;
        this.finish = finish;
        this.underWayInAll = underWayInAll;
    }

    void add(AppendRequest request) {
        enqueue(request);
        drain();
    }

    /** For {@link #drain} to send. */
    void enqueue(AppendRequest request) {
        waitingEvents.addAndGet(request.events().size());
        queue.add(request);
    }

    /** Sends what may be sent; one thread at a time, others leave it to that one. */
    void drain() {
        if (draining.getAndIncrement() != 0) {
            return;
        }
        var seen = 1;
        do {
            while (answering.get() == 0 && underWay.get() < mostUnderWay() && !queue.isEmpty()) {
                var group = takeGroup(mostUnderWay());
                if (!group.isEmpty()) {
                    underWay.incrementAndGet();
                    underWayInAll.incrementAndGet();
                    write(group);
                }
            }
            seen = draining.addAndGet(-seen);
        } while (seen != 0);
    }

    /** Never less than one, and what waits for it is sent when that one is answered. */
    private int mostUnderWay() {
        return underWayInAll.get() == underWay.get() ? 2 : 1;
    }

    /** Takes the next group; of many events as many as lets {@code groups} be under way. */
    private List<AppendRequest> takeGroup(int groups) {
        var share = Math.max(UNDIVIDED, (waitingEvents.get() + groups - 1) / groups);
        var most = Math.min(settings.groupEvents(), share);
        var group = new ArrayList<AppendRequest>();
        var events = 0;
        var bytes = 0L;
        for (var next = queue.peek(); next != null; next = queue.peek()) {
            if (stalled.take(next)) {
                queue.remove();
                waitingEvents.addAndGet(-next.events().size());
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
                                leave(group);
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
            underWayInAll.decrementAndGet();
            drain();
        }
    }

    private static void fail(List<AppendRequest> group, Throwable error) {
        for (var request : group) {
            request.caller().error(new LogUnavailableException("the append", error));
        }
    }

    /** Before the callers learn of it, so that they find room for the next append. */
    private void finish(List<AppendRequest> group) {
        leave(group);
        finish.accept(group);
    }

    private void leave(List<AppendRequest> group) {
        for (var request : group) {
            waitingEvents.addAndGet(-request.events().size());
        }
    }

    void close() {
        writer.close();
    }
}
