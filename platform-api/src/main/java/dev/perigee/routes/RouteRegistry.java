package dev.perigee.routes;

import dev.perigee.problems.FieldError;
import dev.perigee.problems.PerigeeException;
import dev.perigee.storage.Refreshes;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Changes routes. A change is committed, and served by this process, when its Mono completes; it
 * errors with {@link PerigeeException} and changes nothing otherwise.
 */
@Service
public class RouteRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(RouteRegistry.class);
    private static final String BY_HAND = "api";

    private final RouteRepository repository;
    private final Routes routes;
    private final TransactionalOperator transaction;
    private final Refreshes refreshes = new Refreshes(this::read);

    private volatile List<RouteDefinition> served = List.of();

    RouteRegistry(RouteRepository repository, Routes routes, TransactionalOperator transaction) {
        this.repository = repository;
        this.routes = routes;
        this.transaction = transaction;
    }

    Mono<StoredRoute> add(RouteDefinition route) {
        var set = RouteSet.alone(route);
        return repository
                .lock()
                .then(repository.add(route, BY_HAND))
                .onErrorMap(DuplicateKeyException.class, _ -> taken(route, ""))
                .switchIfEmpty(Mono.error(() -> set.lacking(0)))
                .flatMap(added -> verify(set).thenReturn(added))
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
                                                RouteProblems.ROUTE_NOT_FOUND,
                                                "There is no route %d.".formatted(id))))
                .then(refresh());
    }

    /**
     * Replaces what this owner published before, in the caller's transaction; the caller refreshes
     * after the commit. Errors name every wrong route as {@code /routes/INDEX}.
     */
    public Mono<Void> replaceOwned(
            String namespace, String owner, List<RouteDefinition> definitions) {
        var set = new RouteSet(definitions);
        return Mono.fromRunnable(() -> set.check(routes, definitions))
                .then(repository.lock())
                .then(repository.deleteOwned(namespace, owner))
                .thenMany(Flux.range(0, definitions.size()))
                .concatMap(at -> addOf(set, at, owner))
                .then(Mono.defer(() -> set.complete(verify(set))));
    }

    private Mono<StoredRoute> addOf(RouteSet set, int at, String owner) {
        var route = set.definitions().get(at);
        return repository
                .add(route, owner)
                .onErrorMap(DuplicateKeyException.class, _ -> taken(route, RouteSet.place(at)))
                .switchIfEmpty(Mono.fromRunnable(() -> set.lacksFunction(at)));
    }

    /** Replaces what this owner published before, in a transaction of its own, and serves it. */
    public Mono<Void> publish(String namespace, String owner, List<RouteDefinition> definitions) {
        return replaceOwned(namespace, owner, definitions)
                .as(transaction::transactional)
                .then(refresh());
    }

    /** The stored routes of a namespace, in the order of their making. */
    public Mono<List<RouteDefinition>> definitions(String namespace) {
        return repository
                .all()
                .map(StoredRoute::definition)
                .filter(route -> route.namespace().equals(namespace))
                .collectList();
    }

    /** Lets the gateway of this process serve what was committed. */
    public Mono<Void> refresh() {
        return refreshes.next();
    }

    private static PerigeeException taken(RouteDefinition route, String pointer) {
        return new PerigeeException(
                RouteProblems.ROUTE_TAKEN,
                "The route %s %s exists already; delete it first."
                        .formatted(route.method(), route.path()),
                List.of(new FieldError(pointer, "It exists already")));
    }

    /** Compiles what the transaction sees, beside the table that serves. */
    private Mono<Void> verify(RouteSet set) {
        return repository
                .all()
                .map(StoredRoute::definition)
                .collectList()
                .doOnNext(all -> set.check(routes, all))
                .then();
    }

    private Mono<Void> read() {
        return repository
                .all()
                .map(StoredRoute::definition)
                .collectList()
                .doOnNext(this::serve)
                .then();
    }

    private void serve(List<RouteDefinition> definitions) {
        if (definitions.equals(served)) {
            return;
        }
        try {
            routes.replace(definitions);
            served = List.copyOf(definitions);
        } catch (InvalidRouteException e) {
            LOG.error("the stored routes cannot be served; the former go on: {}", e.getMessage());
        }
    }
}
