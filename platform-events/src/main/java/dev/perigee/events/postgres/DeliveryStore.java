package dev.perigee.events.postgres;

import dev.perigee.events.Committed;
import dev.perigee.events.DeadLetter;
import dev.perigee.events.Event;
import dev.perigee.events.EventPage;
import dev.perigee.events.Trigger;
import dev.perigee.events.UnitCommit;
import dev.perigee.events.UnitOfWork;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * What a {@link PartitionWorker} needs of the storage. Every change checks the claim's epoch and
 * the cursor's position; it answers false, and changes nothing, when somebody else took over.
 */
interface DeliveryStore {

    /** A partition of a trigger as one owner holds it. */
    record Claim(Trigger trigger, int partition, long epoch) {}

    /**
     * Where a partition stands.
     *
     * @param attempts begun of the event at {@code position}, a failed batch included
     * @param soloUntil until here events are delivered singly
     * @param retryIn pause still to be kept
     */
    record Cursor(long position, int attempts, long soloUntil, Duration retryIn, boolean blocked) {}

    /** The stored cursor; empty when the claim is no longer good. */
    Mono<Cursor> load(Claim claim);

    Mono<EventPage> read(Claim claim, long from, int limit);

    UnitOfWork begin(Claim claim);

    Mono<Committed> commit(UnitCommit unit);

    /** Stores that an attempt begins, before it does. */
    Mono<Boolean> beginAttempt(Claim claim, Cursor cursor);

    /** Stores a failed attempt and the pause before the next. */
    Mono<Boolean> retryLater(Claim claim, Cursor cursor, String error);

    /** Turns the event at the cursor into a dead letter and moves on. */
    Mono<Boolean> park(Claim claim, Cursor cursor, Event event, String error);

    /** Stops the partition at the cursor. */
    Mono<Boolean> block(Claim claim, Cursor cursor, String error);

    /** Moves over events that retention dropped. */
    Mono<Boolean> skip(Claim claim, Cursor cursor, long to);

    /** The next dead letter that is to be delivered again; empty when there is none. */
    Mono<DeadLetter> nextRedrive(Claim claim);

    /** Stores that a redrive failed. */
    Mono<Void> redriveFailed(DeadLetter letter, String error);
}
