package dev.perigee.events.postgres;

import dev.perigee.events.Committed;
import dev.perigee.events.DeadLetter;
import dev.perigee.events.Event;
import dev.perigee.events.EventPage;
import dev.perigee.events.LogUnavailableException;
import dev.perigee.events.StaleOwnerException;
import dev.perigee.events.UnitCommit;
import dev.perigee.events.UnitOfWork;
import dev.perigee.events.memory.InMemoryEventLog;
import dev.perigee.events.memory.InMemoryStateStore;
import dev.perigee.events.memory.InMemoryUnitCommitter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import reactor.core.publisher.Mono;

/**
 * A partition's stored row in memory, with the checks that the SQL makes. Any call may fail before
 * or after it took effect, as a lost database connection does.
 */
final class SimulatedPartition implements DeliveryStore {

    final List<Long> effects = new ArrayList<>();
    final List<Long> parked = new ArrayList<>();
    final int events;
    private final Random random;
    private final double faults;
    private Cursor row = new Cursor(0, 0, 0, Duration.ZERO, false);
    private long epoch;

    SimulatedPartition(int events, Random random, double faults) {
        this.events = events;
        this.random = random;
        this.faults = faults;
    }

    long takeOver() {
        return ++epoch;
    }

    boolean isDone() {
        return row.position() == events;
    }

    private <T> Mono<T> faulty(Supplier<T> call) {
        return Mono.defer(
                () -> {
                    if (random.nextDouble() < faults) {
                        return Mono.error(new LogUnavailableException("before", new Exception()));
                    }
                    var answer = call.get();
                    return random.nextDouble() < faults
                            ? Mono.error(new LogUnavailableException("after", new Exception()))
                            : Mono.justOrEmpty(answer);
                });
    }

    private Mono<Boolean> change(Claim claim, Cursor at, Supplier<Cursor> change) {
        return faulty(
                () -> {
                    if (claim.epoch() != epoch || at.position() != row.position()) {
                        return false;
                    }
                    row = change.get();
                    return true;
                });
    }

    @Override
    @SuppressWarnings("NullAway")
    public Mono<Cursor> load(Claim claim) {
        return faulty(() -> claim.epoch() == epoch ? row : null);
    }

    @Override
    public Mono<EventPage> read(Claim claim, long from, int limit) {
        return faulty(
                () -> {
                    var until = Math.min(events, from + limit);
                    var page = LongStream.range(from, until).mapToObj(SimulatedPartition::event);
                    return new EventPage(page.toList(), until, events);
                });
    }

    private static Event event(long offset) {
        return new Event(new UUID(0, offset), 0, offset, "k", "" + offset, Map.of(), Instant.EPOCH);
    }

    @Override
    public UnitOfWork begin(Claim claim) {
        var state = new InMemoryStateStore(Clock.systemUTC());
        var log = new InMemoryEventLog(Clock.systemUTC());
        return new UnitOfWork(
                claim.trigger().space(), state, new InMemoryUnitCommitter(log, state));
    }

    @Override
    @SuppressWarnings("NullAway")
    public Mono<Committed> commit(UnitCommit unit) {
        return faulty(
                () -> {
                    var settled = unit.delivery();
                    if (settled.epoch() != epoch || settled.from() != row.position()) {
                        throw new StaleOwnerException("simulated");
                    }
                    LongStream.range(settled.from(), settled.to()).forEach(effects::add);
                    row =
                            new Cursor(
                                    settled.to(),
                                    settled.nextAttempts(),
                                    Math.max(row.soloUntil(), settled.nextSoloUntil()),
                                    Duration.ZERO,
                                    false);
                    return Committed.NOTHING;
                });
    }

    @Override
    public Mono<Boolean> beginAttempt(Claim claim, Cursor cursor) {
        return change(claim, cursor, () -> cursor);
    }

    @Override
    public Mono<Boolean> retryLater(Claim claim, Cursor cursor, String error) {
        return change(claim, cursor, () -> cursor);
    }

    @Override
    public Mono<Boolean> park(Claim claim, Cursor cursor, Event event, String error) {
        return change(
                claim,
                cursor,
                () -> {
                    parked.add(event.offset());
                    return PartitionWorker.moved(cursor, event.offset() + 1);
                });
    }

    @Override
    public Mono<Boolean> block(Claim claim, Cursor cursor, String error) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Boolean> skip(Claim claim, Cursor cursor, long to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<DeadLetter> nextRedrive(Claim claim) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> redriveFailed(DeadLetter letter, String error) {
        return Mono.empty();
    }
}
