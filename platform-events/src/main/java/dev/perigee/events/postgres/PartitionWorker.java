package dev.perigee.events.postgres;

import dev.perigee.events.Delivery;
import dev.perigee.events.Event;
import dev.perigee.events.LogUnavailableException;
import dev.perigee.events.OffsetOutOfRangeException;
import dev.perigee.events.OnFailure;
import dev.perigee.events.StaleOwnerException;
import dev.perigee.events.StateConflictException;
import dev.perigee.events.UnitCommit;
import dev.perigee.events.UnitCommit.Settlement;
import dev.perigee.events.postgres.DeliveryStore.Claim;
import dev.perigee.events.postgres.DeliveryStore.Cursor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Delivers one partition of one trigger for one owner, turn by turn. Turns never overlap. The
 * stored row goes through these states:
 *
 * <pre>
 * unowned    claim (epoch + 1)                              → ready
 * ready      begin attempt, or begun by the commit before   → delivering (attempts, soloUntil stored)
 * delivering handler completes, commit                      → ready at the next position
 * delivering commit finds a changed state key               → delivering, same attempt, again
 * delivering fails, several events                          → waiting, each singly up to soloUntil
 * delivering fails, one event, attempts left                → waiting (retryAt stored)
 * delivering fails, no attempts left, PARK                  → ready at the next position, dead letter
 * delivering fails, no attempts left, BLOCK                 → blocked
 * delivering owner dies; claimed by another                 → ready, the attempt counts
 * waiting    retryAt passes                                 → ready
 * blocked    trigger resumed or moved (epoch + 1)           → unowned
 * any        epoch changes                                  → unowned; nothing of this owner commits
 * </pre>
 */
final class PartitionWorker {

    /** What to do after a turn. */
    sealed interface Turn {
        /** Take another turn soon. */
        record Again() implements Turn {}

        /** Nothing to do until there are new events. */
        record Idle() implements Turn {}

        /** Take another turn then. */
        record Wait(Duration pause) implements Turn {}

        /** The claim is over. */
        record Stop() implements Turn {}
    }

    /**
     * @param page events read ahead
     * @param leaseHolds whether this owner may begin a delivery
     * @param jitter random numbers from 0 to 1
     * @param commitPause how long to wait before a commit without an answer is repeated
     * @param failures told of what the store fails
     */
    record Settings(
            int page,
            BooleanSupplier leaseHolds,
            DoubleSupplier jitter,
            Duration commitPause,
            StoreFailures failures) {}

    private static final Turn AGAIN = new Turn.Again();
    private static final Turn IDLE = new Turn.Idle();
    private static final Turn STOP = new Turn.Stop();
    private static final int MAX_CONFLICTS = 30;
    private static final int MAX_ERROR_LENGTH = 4_000;

    private final Claim claim;
    private final DeliveryStore store;
    private final Delivery delivery;
    private final Settings settings;
    private final Redriver redriver;
    private final ArrayDeque<Event> ahead = new ArrayDeque<>();
    private volatile boolean stopping;
    private volatile boolean redriving;

    private @Nullable Cursor cursor;
    private long begunUntil;
    private int conflicts;

    PartitionWorker(Claim claim, DeliveryStore store, Delivery delivery, Settings settings) {
        this.claim = claim;
        this.store = store;
        this.delivery = delivery;
        this.settings = settings;
        this.redriver = new Redriver(claim, store, delivery);
    }

    Claim claim() {
        return claim;
    }

    /** Ends after the turn under way, without beginning another attempt. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Looks for dead letters to deliver again, before the next events. */
    void redrive() {
        redriving = true;
    }

    /** One step; never errors. */
    Mono<Turn> turn() {
        return Mono.defer(this::next)
                .onErrorResume(
                        StaleOwnerException.class,
                        _ -> {
                            forget();
                            return Mono.just(AGAIN);
                        })
                .onErrorResume(
                        error -> {
                            tell(error);
                            forget();
                            return Mono.just(new Turn.Wait(Duration.ofMillis(500)));
                        });
    }

    /** What ends a process also interrupts the deliveries that do not end in time. */
    private void tell(Throwable error) {
        if (!stopping) {
            settings.failures().interrupted(claim, error);
        }
    }

    private void forget() {
        cursor = null;
        begunUntil = 0;
        ahead.clear();
    }

    private Mono<Turn> next() {
        if (stopping) {
            return Mono.just(STOP);
        }
        var at = cursor;
        if (at == null) {
            return store.load(claim)
                    .map(
                            loaded -> {
                                cursor = loaded;
                                return loaded.retryIn().isZero()
                                        ? AGAIN
                                        : new Turn.Wait(loaded.retryIn());
                            })
                    .defaultIfEmpty(STOP);
        }
        if (!settings.leaseHolds().getAsBoolean()) {
            return Mono.just(new Turn.Wait(Duration.ofMillis(500)));
        }
        if (redriving) {
            return redriveOne();
        }
        if (at.blocked()) {
            return Mono.just(IDLE);
        }
        return ahead.isEmpty() ? readAhead(at) : attempt(at);
    }

    private Mono<Turn> readAhead(Cursor at) {
        return store.read(claim, at.position(), pageSize())
                .map(
                        found -> {
                            ahead.addAll(found.events());
                            return ahead.isEmpty() ? IDLE : AGAIN;
                        })
                .onErrorResume(
                        OffsetOutOfRangeException.class,
                        gone -> {
                            var first = gone.range().first();
                            return first > at.position()
                                    ? goOn(store.skip(claim, at, first), moved(at, first))
                                    : Mono.error(gone);
                        });
    }

    private int pageSize() {
        return Math.max(settings.page(), claim.trigger().settings().batchSize());
    }

    private Mono<Turn> attempt(Cursor at) {
        if (begunUntil > at.position()) {
            return deliver(at, batch(begunUntil));
        }
        if (at.attempts() >= claim.trigger().settings().retry().attempts()) {
            return giveUp(at, "attempt " + at.attempts() + " ended without an answer");
        }
        var end = at.position() + freshSize(at.position(), at.soloUntil(), at.attempts());
        var begun = begun(at, end);
        return store.beginAttempt(claim, begun)
                .flatMap(
                        owned -> {
                            if (!owned) {
                                return Mono.just(STOP);
                            }
                            cursor = begun;
                            begunUntil = end;
                            return deliver(begun, batch(end));
                        });
    }

    private static Cursor begun(Cursor at, long end) {
        var several = end - at.position() > 1;
        return new Cursor(
                at.position(),
                at.attempts() + 1,
                several ? Math.max(at.soloUntil(), end) : at.soloUntil(),
                Duration.ZERO,
                false);
    }

    private int freshSize(long position, long soloUntil, int attempts) {
        return position < soloUntil || attempts > 0
                ? 1
                : Math.min(claim.trigger().settings().batchSize(), ahead.size());
    }

    private List<Event> batch(long end) {
        return ahead.stream().takeWhile(event -> event.offset() < end).toList();
    }

    private Mono<Turn> deliver(Cursor at, List<Event> batch) {
        var work = store.begin(claim);
        var end = batch.getLast().offset() + 1;
        return Mono.defer(
                        () ->
                                delivery.deliver(
                                        new Delivery.Request(
                                                claim.trigger(), batch, at.attempts(), work)))
                .then(Mono.fromSupplier(() -> plan(at, batch.size(), end)))
                .flatMap(
                        plan ->
                                commit(work.seal(plan.settlement()))
                                        .then(Mono.fromSupplier(() -> advance(plan))))
                .onErrorResume(error -> failed(at, batch.size(), error));
    }

    /** What is stored with a success: also the next attempt, when it follows at once. */
    private record Plan(Settlement settlement, Cursor next, int done, long begunUntil) {}

    private Plan plan(Cursor at, int done, long to) {
        var left = ahead.size() - done;
        var base = to < at.soloUntil() ? 1 : 0;
        var allowed = claim.trigger().settings().retry().attempts();
        if (left == 0 || stopping || redriving || base >= allowed) {
            var next = new Cursor(to, base, at.soloUntil(), Duration.ZERO, false);
            return new Plan(settlement(at, to, base, 0), next, done, 0);
        }
        var size = base > 0 ? 1 : Math.min(claim.trigger().settings().batchSize(), left);
        var solo = size > 1 ? to + size : 0;
        var next = new Cursor(to, base + 1, Math.max(at.soloUntil(), solo), Duration.ZERO, false);
        return new Plan(settlement(at, to, base + 1, solo), next, done, to + size);
    }

    private Settlement settlement(Cursor at, long to, int attempts, long solo) {
        return new Settlement(
                claim.trigger().id(),
                claim.partition(),
                claim.epoch(),
                at.position(),
                to,
                attempts,
                solo,
                null);
    }

    private Turn advance(Plan plan) {
        for (var n = 0; n < plan.done(); n++) {
            ahead.removeFirst();
        }
        begunUntil = plan.begunUntil();
        cursor = plan.next();
        conflicts = 0;
        return AGAIN;
    }

    /** Repeats a commit whose answer was lost: the position it checks makes that safe. */
    private Mono<Void> commit(UnitCommit unit) {
        return store.commit(unit)
                .retryWhen(
                        Retry.backoff(5, settings.commitPause())
                                .filter(LogUnavailableException.class::isInstance)
                                .onRetryExhaustedThrow((_, signal) -> signal.failure()))
                .then();
    }

    private Mono<Turn> failed(Cursor at, int size, Throwable error) {
        if (error instanceof StaleOwnerException || error instanceof LogUnavailableException) {
            return Mono.error(error);
        }
        if (error instanceof StateConflictException && ++conflicts <= MAX_CONFLICTS) {
            return Mono.just(
                    new Turn.Wait(
                            Duration.ofMillis(
                                    1 + Math.round(19 * settings.jitter().getAsDouble()))));
        }
        conflicts = 0;
        begunUntil = 0;
        var retry = claim.trigger().settings().retry();
        var text = text(error);
        if (size == 1 && at.attempts() >= retry.attempts()) {
            return giveUp(at, text);
        }
        var delay = retry.delayAfter(at.attempts(), settings.jitter().getAsDouble());
        var waiting = new Cursor(at.position(), at.attempts(), at.soloUntil(), delay, false);
        return store.retryLater(claim, waiting, text)
                .map(
                        owned -> {
                            cursor = waiting;
                            return owned ? new Turn.Wait(delay) : STOP;
                        });
    }

    private Mono<Turn> giveUp(Cursor at, String error) {
        begunUntil = 0;
        if (claim.trigger().settings().onFailure() == OnFailure.BLOCK) {
            return goOn(
                    store.block(claim, at, error),
                    new Cursor(at.position(), at.attempts(), at.soloUntil(), Duration.ZERO, true));
        }
        var event = ahead.getFirst();
        return goOn(store.park(claim, at, event, error), moved(at, event.offset() + 1))
                .doOnNext(_ -> ahead.removeFirst());
    }

    static Cursor moved(Cursor at, long to) {
        return new Cursor(to, to < at.soloUntil() ? 1 : 0, at.soloUntil(), Duration.ZERO, false);
    }

    private Mono<Turn> goOn(Mono<Boolean> change, Cursor next) {
        return change.map(
                owned -> {
                    if (!owned) {
                        return STOP;
                    }
                    cursor = next;
                    return AGAIN;
                });
    }

    private Mono<Turn> redriveOne() {
        return redriver.next()
                .map(
                        found -> {
                            redriving = found;
                            return AGAIN;
                        });
    }

    static String text(Throwable error) {
        var message = error.getMessage();
        var text =
                (message == null || message.isBlank() ? error.getClass().getSimpleName() : message)
                        .replace('\0', ' ');
        return text.length() <= MAX_ERROR_LENGTH ? text : text.substring(0, MAX_ERROR_LENGTH);
    }
}
