package dev.perigee.channels;

import dev.perigee.problems.FieldError;
import dev.perigee.problems.PerigeeException;
import dev.perigee.storage.Refreshes;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Changes subscriptions. A change is committed, and known to this process, when its Mono completes;
 * it errors with {@link PerigeeException} and changes nothing otherwise.
 */
@Service
public class SubscriptionRegistry {

    private static final String BY_HAND = "api";

    private final SubscriptionRepository repository;
    private final ChannelsHolder holder;
    private final TransactionalOperator transaction;
    private final Refreshes refreshes = new Refreshes(this::read);

    SubscriptionRegistry(
            SubscriptionRepository repository,
            ChannelsHolder holder,
            TransactionalOperator transaction) {
        this.repository = repository;
        this.holder = holder;
        this.transaction = transaction;
    }

    Mono<StoredSubscription> add(Subscription subscription) {
        return add(subscription, BY_HAND, "")
                .as(transaction::transactional)
                .flatMap(added -> refresh().thenReturn(added));
    }

    Mono<Void> delete(long id) {
        return repository
                .delete(id)
                .filter(deleted -> deleted)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        new PerigeeException(
                                                ChannelProblems.SUBSCRIPTION_NOT_FOUND,
                                                "There is no subscription %d.".formatted(id))))
                .then(refresh());
    }

    /**
     * Replaces what this owner published before, in the caller's transaction; the caller refreshes
     * after the commit. Errors name the subscription as {@code /subscribers/INDEX}.
     */
    public Mono<Void> replaceOwned(
            String namespace, String owner, List<Subscription> subscriptions) {
        return repository
                .deleteOwned(namespace, owner)
                .thenMany(Flux.range(0, subscriptions.size()))
                .concatMap(at -> add(subscriptions.get(at), owner, "/subscribers/" + at))
                .then();
    }

    /** Lets this process publish to what was committed. */
    public Mono<Void> refresh() {
        return refreshes.next();
    }

    private Mono<StoredSubscription> add(Subscription subscription, String owner, String pointer) {
        return repository
                .add(subscription, owner)
                .switchIfEmpty(Mono.error(() -> unknownFunction(subscription, pointer)));
    }

    private static PerigeeException unknownFunction(Subscription subscription, String pointer) {
        var predicate = subscription.predicate();
        return new PerigeeException(
                ChannelProblems.INVALID_SUBSCRIPTION,
                "The subscriber \"%s\"%s of the channel \"%s\" does not exist; save it first."
                        .formatted(
                                subscription.subscriber(),
                                predicate == null
                                        ? ""
                                        : " or its predicate \"%s\"".formatted(predicate),
                                subscription.channel()),
                List.of(new FieldError(pointer + "/function", "There is no such function")));
    }

    private Mono<Void> read() {
        return repository
                .all()
                .map(StoredSubscription::subscription)
                .collectList()
                .doOnNext(holder::replace)
                .then();
    }
}
