package dev.perigee.events.postgres;

import dev.perigee.events.LogUnavailableException;
import dev.perigee.events.postgres.AppendRequest.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Appends to partitions whose lock somebody else holds for long. Each set of partitions has a lane
 * of its own that waits for the lock; a request that touches a partition of some lane joins or
 * opens a lane too, so the main writer never waits for such a partition again. At most {@link
 * #LANES} lanes ask the database at a time, the rest waits its turn.
 *
 * <p>All state is guarded by this object's monitor, which is never held while the database works.
 */
final class StalledAppends {

    private static final int LANES = 3;
    private static final Duration PATIENT = Duration.ofSeconds(5);

    private final AppendStatement statement;
    private final Consumer<List<AppendRequest>> finished;
    private final Consumer<List<AppendRequest>> takenApart;
    private final Map<Set<Slot>, List<AppendRequest>> waiting = new LinkedHashMap<>();
    private final Map<Slot, Integer> slots = new HashMap<>();
    private int busy;

    /**
     * @param finished told of requests that were committed or failed
     * @param takenApart told of requests of a group that wait here from now on
     */
    StalledAppends(
            AppendStatement statement,
            Consumer<List<AppendRequest>> finished,
            Consumer<List<AppendRequest>> takenApart) {
        this.statement = statement;
        this.finished = finished;
        this.takenApart = takenApart;
    }

    /** Takes the request over when it touches a stalled partition. */
    boolean take(AppendRequest request) {
        synchronized (this) {
            if (slots.isEmpty() || request.slots().stream().noneMatch(slots::containsKey)) {
                return false;
            }
            enqueue(request);
        }
        drain();
        return true;
    }

    /** Takes over a group of which at least one partition could not be locked. */
    void takeApart(List<AppendRequest> group) {
        synchronized (this) {
            group.forEach(this::enqueue);
        }
        takenApart.accept(group);
        drain();
    }

    private void enqueue(AppendRequest request) {
        waiting.computeIfAbsent(request.slots(), _ -> new ArrayList<>()).add(request);
        request.slots().forEach(slot -> slots.merge(slot, 1, Integer::sum));
    }

    private void drain() {
        for (var lane = takeLane(); lane != null; lane = takeLane()) {
            write(lane);
        }
    }

    private synchronized @Nullable List<AppendRequest> takeLane() {
        if (busy >= LANES || waiting.isEmpty()) {
            return null;
        }
        busy++;
        var first = waiting.entrySet().iterator().next();
        waiting.remove(first.getKey());
        return first.getValue();
    }

    private void write(List<AppendRequest> lane) {
        statement
                .commit(lane, PATIENT)
                .subscribe(
                        bases -> {
                            leave(lane);
                            finished.accept(lane);
                            AppendStatement.answer(lane, bases);
                            drain();
                        },
                        error -> {
                            leave(lane);
                            finished.accept(lane);
                            for (var request : lane) {
                                request.caller()
                                        .error(new LogUnavailableException("the append", error));
                            }
                            drain();
                        });
    }

    private synchronized void leave(List<AppendRequest> lane) {
        busy--;
        for (var request : lane) {
            for (var slot : request.slots()) {
                slots.computeIfPresent(slot, (_, count) -> count == 1 ? null : count - 1);
            }
        }
    }
}
