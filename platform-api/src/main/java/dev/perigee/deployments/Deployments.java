package dev.perigee.deployments;

import dev.perigee.channels.SubscriptionRegistry;
import dev.perigee.executor.FunctionId;
import dev.perigee.functions.FunctionDraft;
import dev.perigee.functions.FunctionRegistry;
import dev.perigee.functions.SavedFunction;
import dev.perigee.problems.FieldError;
import dev.perigee.problems.PerigeeException;
import dev.perigee.routes.RouteRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Publishes projects. Everything is checked first and then stored in one transaction, so that a
 * deployment happens as a whole or not at all; it is served by this process when its Mono
 * completes.
 */
@Service
public class Deployments {

    private final FunctionRegistry functions;
    private final RouteRegistry routes;
    private final SubscriptionRegistry subscriptions;
    private final DeclaredEvents events;
    private final TransactionalOperator transaction;

    Deployments(
            FunctionRegistry functions,
            RouteRegistry routes,
            SubscriptionRegistry subscriptions,
            DeclaredEvents events,
            TransactionalOperator transaction) {
        this.functions = functions;
        this.routes = routes;
        this.subscriptions = subscriptions;
        this.events = events;
        this.transaction = transaction;
    }

    /**
     * Errors with {@link PerigeeException} that lists all that is wrong, and changes nothing then.
     */
    public Mono<Deployed> publish(Deployment deployment) {
        var twice = new ArrayList<>(duplicates(deployment));
        if (deployment.events() != null) {
            twice.addAll(DeclaredEvents.faults(deployment.events()));
        }
        if (!twice.isEmpty()) {
            return Mono.error(PerigeeException.invalid(twice));
        }
        return functions
                .check(deployment.functions())
                .then(store(deployment).as(transaction::transactional))
                .doOnNext(_ -> events.committed())
                .flatMap(
                        deployed ->
                                functions
                                        .refresh()
                                        .then(subscriptions.refresh())
                                        .then(routes.refresh())
                                        .thenReturn(deployed));
    }

    private Mono<Deployed> store(Deployment deployment) {
        return storeFunctions(deployment)
                .flatMap(
                        saved ->
                                routes.replaceOwned(
                                                deployment.namespace(),
                                                deployment.project(),
                                                deployment.routes())
                                        .then(storeSubscribers(deployment))
                                        .then(prune(deployment))
                                        .flatMap(
                                                removed ->
                                                        storeEvents(deployment)
                                                                .thenReturn(
                                                                        new Deployed(
                                                                                saved, removed))));
    }

    private Mono<Void> storeSubscribers(Deployment deployment) {
        return deployment.subscribers() == null
                ? Mono.empty()
                : subscriptions.replaceOwned(
                        deployment.namespace(), deployment.project(), deployment.subscribers());
    }

    /** Last, because new tables of topics hold up appends until the commit. */
    private Mono<Void> storeEvents(Deployment deployment) {
        return deployment.events() == null
                ? Mono.empty()
                : events.store(deployment.namespace(), deployment.project(), deployment.events());
    }

    /** By name, so that deployments at the same time lock functions in the same order. */
    private Mono<List<SavedFunction>> storeFunctions(Deployment deployment) {
        var byName = Comparator.comparing((FunctionDraft draft) -> draft.id().name());
        return Flux.fromIterable(deployment.functions().stream().sorted(byName).toList())
                .concatMap(draft -> functions.store(draft, true))
                .collect(Collectors.toMap(SavedFunction::id, Function.identity()))
                .map(saved -> inOrder(deployment, saved));
    }

    private static List<SavedFunction> inOrder(
            Deployment deployment, Map<FunctionId, SavedFunction> saved) {
        return deployment.functions().stream()
                .map(draft -> Objects.requireNonNull(saved.get(draft.id())))
                .toList();
    }

    private Mono<List<String>> prune(Deployment deployment) {
        var kept = deployment.functions().stream().map(FunctionDraft::id).toList();
        return functions
                .ownedBy(deployment.namespace(), deployment.project())
                .filter(id -> !kept.contains(id))
                .collectList()
                .flatMap(
                        gone ->
                                functions
                                        .remove(gone)
                                        .thenReturn(gone.stream().map(FunctionId::name).toList()));
    }

    private static List<FieldError> duplicates(Deployment deployment) {
        var seen = new HashSet<FunctionId>();
        var errors = new ArrayList<FieldError>();
        for (var at = 0; at < deployment.functions().size(); at++) {
            var id = deployment.functions().get(at).id();
            if (!seen.add(id)) {
                errors.add(
                        new FieldError(
                                "/functions/" + at + "/name",
                                "The function \"%s\" is named twice".formatted(id.name())));
            }
        }
        return errors;
    }
}
