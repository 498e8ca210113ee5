package dev.perigee.functions;

import dev.perigee.executor.FunctionId;
import dev.perigee.storage.Refreshes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import reactor.core.publisher.Mono;

/**
 * The catalog as the database has it. A refresh reads the revisions of all functions and whatever
 * changed since, in one snapshot, and swaps the whole; refreshes follow each other.
 */
@Component
class StoredFunctionCatalog implements FunctionCatalog {

    private final CatalogReader reader;
    private final TransactionalOperator snapshot;
    private final FileContents contents = new FileContents();
    private final Refreshes refreshes = new Refreshes(this::read);

    private volatile Map<FunctionId, CatalogEntry> entries = Map.of();
    private volatile Consumer<String> retired = _ -> {};

    StoredFunctionCatalog(CatalogReader reader, ReactiveTransactionManager transactions) {
        this.reader = reader;
        var definition = new DefaultTransactionDefinition();
        definition.setReadOnly(true);
        definition.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.snapshot = TransactionalOperator.create(transactions, definition);
    }

    @Override
    public Optional<ActiveFunction> find(FunctionId function, String alias) {
        var entry = entries.get(function);
        return entry == null ? Optional.empty() : entry.find(alias);
    }

    /** Completes when everything committed before the subscription can be found. */
    Mono<Void> refresh() {
        return refreshes.next();
    }

    /** Is told the hash of code that no alias points to any more. */
    void onRetired(Consumer<String> listener) {
        this.retired = listener;
    }

    private Mono<Void> read() {
        return reader.heads()
                .collectList()
                .flatMap(
                        heads -> {
                            var former = entries;
                            var next = new HashMap<FunctionId, CatalogEntry>();
                            var changed = new ArrayList<CatalogReader.Head>();
                            for (var head : heads) {
                                var known = former.get(head.id());
                                if (known != null && known.isSame(head)) {
                                    next.put(head.id(), known);
                                } else {
                                    changed.add(head);
                                }
                            }
                            return new CatalogLoad(reader, contents, former)
                                    .load(changed)
                                    .doOnNext(
                                            loaded -> {
                                                next.putAll(loaded);
                                                swap(former, next);
                                            });
                        })
                .as(snapshot::transactional)
                .then();
    }

    private void swap(Map<FunctionId, CatalogEntry> former, Map<FunctionId, CatalogEntry> next) {
        entries = Map.copyOf(next);
        for (var entry : former.values()) {
            var now = next.get(entry.head().id());
            if (now != entry) {
                Set<String> gone = new HashSet<>(entry.aliasedHashes());
                if (now != null) {
                    gone.removeAll(now.aliasedHashes());
                }
                gone.forEach(retired);
            }
        }
    }
}
