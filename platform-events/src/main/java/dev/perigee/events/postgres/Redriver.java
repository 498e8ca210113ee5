package dev.perigee.events.postgres;

import dev.perigee.events.DeadLetter;
import dev.perigee.events.Delivery;
import dev.perigee.events.LogUnavailableException;
import dev.perigee.events.StaleOwnerException;
import dev.perigee.events.UnitCommit.Settlement;
import dev.perigee.events.postgres.DeliveryStore.Claim;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Delivers dead letters again on request. The commit removes the dead letter, so its effects happen
 * once although its position lies long behind.
 */
final class Redriver {

    private final Claim claim;
    private final DeliveryStore store;
    private final Delivery delivery;

    Redriver(Claim claim, DeliveryStore store, Delivery delivery) {
        this.claim = claim;
        this.store = store;
        this.delivery = delivery;
    }

    /** Delivers the next requested dead letter and says whether there was one. */
    Mono<Boolean> next() {
        return store.nextRedrive(claim)
                .flatMap(letter -> deliver(letter).thenReturn(true))
                .defaultIfEmpty(false);
    }

    private Mono<Void> deliver(DeadLetter letter) {
        var work = store.begin(claim);
        var request =
                new Delivery.Request(
                        claim.trigger(), List.of(letter.event()), letter.attempts() + 1, work);
        return Mono.defer(() -> delivery.deliver(request))
                .then(Mono.defer(() -> store.commit(work.seal(settlement(letter)))))
                .then()
                .onErrorResume(error -> failed(letter, error));
    }

    private Mono<Void> failed(DeadLetter letter, Throwable error) {
        return error instanceof StaleOwnerException || error instanceof LogUnavailableException
                ? Mono.error(error)
                : store.redriveFailed(letter, PartitionWorker.text(error));
    }

    private Settlement settlement(DeadLetter letter) {
        var offset = letter.event().offset();
        return new Settlement(
                claim.trigger().id(),
                claim.partition(),
                claim.epoch(),
                offset,
                offset + 1,
                0,
                0,
                letter.id());
    }
}
