package dev.perigee.functions;

import dev.perigee.executor.Executor;
import dev.perigee.executor.FunctionId;
import dev.perigee.executor.InvalidCodeException;
import dev.perigee.problems.FieldError;
import dev.perigee.problems.PerigeeException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Changes functions. A change is committed, and found by the catalog of this process, when its Mono
 * completes; it errors with {@link PerigeeException} and changes nothing otherwise.
 */
@Service
public class FunctionRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(FunctionRegistry.class);
    private static final int CHECKS_AT_ONCE = 2;

    private final FunctionRepository functions;
    private final AliasRepository aliases;
    private final StoredFunctionCatalog catalog;
    private final TransactionalOperator transaction;
    private final Executor executor;

    FunctionRegistry(
            FunctionRepository functions,
            AliasRepository aliases,
            StoredFunctionCatalog catalog,
            TransactionalOperator transaction,
            Executor executor) {
        this.functions = functions;
        this.aliases = aliases;
        this.catalog = catalog;
        this.transaction = transaction;
        this.executor = executor;
        catalog.onRetired(executor::retire);
    }

    /** Checks the code, keeps it as a version unless it is one already, and makes it live. */
    public Mono<SavedFunction> save(FunctionDraft draft, boolean publish) {
        return check(List.of(draft))
                .then(store(draft, publish).as(transaction::transactional))
                .flatMap(saved -> catalog.refresh().thenReturn(saved));
    }

    /**
     * Errors with all that is wrong with the code of these drafts, each pointer being {@code
     * /functions/INDEX} when there are several. Code that is a version already is not run again.
     */
    public Mono<Void> check(List<FunctionDraft> drafts) {
        return functions
                .knownHashes(drafts.stream().map(draft -> draft.code().hash()).toList())
                .flatMap(
                        known ->
                                Flux.range(0, drafts.size())
                                        .filter(at -> !known.contains(drafts.get(at).code().hash()))
                                        .flatMapSequential(at -> check(drafts, at), CHECKS_AT_ONCE)
                                        .collectList())
                .flatMap(FunctionRegistry::refuse);
    }

    private Mono<FieldError> check(List<FunctionDraft> drafts, int at) {
        var draft = drafts.get(at);
        var pointer = drafts.size() == 1 ? "" : "/functions/" + at;
        return executor.check(draft.code())
                .then(Mono.<FieldError>empty())
                .onErrorResume(
                        InvalidCodeException.class,
                        invalid ->
                                Mono.just(
                                        new FieldError(
                                                pointer + "/files", invalid.getMessage() + "")));
    }

    private static Mono<Void> refuse(List<FieldError> errors) {
        if (errors.isEmpty()) {
            return Mono.empty();
        }
        var more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        return Mono.error(
                new PerigeeException(
                        FunctionProblems.INVALID_CODE, errors.getFirst().detail() + more, errors));
    }

    /** Stores checked code in the caller's transaction; the caller refreshes after the commit. */
    public Mono<SavedFunction> store(FunctionDraft draft, boolean publish) {
        var code = draft.code();
        return functions
                .lockOrCreate(draft.id(), draft.owner())
                .flatMap(
                        key ->
                                functions
                                        .versionOf(key, code.hash())
                                        .map(number -> saved(draft, number, false, publish))
                                        .switchIfEmpty(
                                                Mono.defer(
                                                        () ->
                                                                functions
                                                                        .addVersion(key, code)
                                                                        .map(
                                                                                number ->
                                                                                        saved(
                                                                                                draft,
                                                                                                number,
                                                                                                true,
                                                                                                publish))))
                                        .flatMap(
                                                saved ->
                                                        settle(key, draft, saved)
                                                                .thenReturn(saved)));
    }

    private static SavedFunction saved(
            FunctionDraft draft, int number, boolean isNew, boolean publish) {
        return new SavedFunction(draft.id(), number, draft.code().hash(), isNew, publish);
    }

    private Mono<Void> settle(long key, FunctionDraft draft, SavedFunction saved) {
        Mono<Void> done = Mono.empty();
        if (saved.live()) {
            done = done.then(aliases.move(key, FunctionCatalog.LIVE, saved.version()));
        }
        if (draft.environment() != null) {
            done = done.then(functions.replaceEnvironment(key, draft.environment()));
        }
        if (draft.limits() != null) {
            done = done.then(functions.replaceLimits(key, draft.limits()));
        }
        return done;
    }

    /** Points an alias to a version, making the alias when it is not there. */
    public Mono<Void> moveAlias(FunctionId id, String alias, int version) {
        return change(
                        id,
                        key ->
                                requireVersion(id, key, version)
                                        .then(aliases.move(key, alias, version))
                                        .thenReturn(version))
                .then();
    }

    /** Makes a version live in the caller's transaction; the caller refreshes after the commit. */
    public Mono<Void> makeLive(FunctionId id, int version) {
        return functions
                .lock(id)
                .switchIfEmpty(Mono.error(() -> notFound(id)))
                .flatMap(
                        key ->
                                requireVersion(id, key, version)
                                        .then(aliases.move(key, FunctionCatalog.LIVE, version)));
    }

    private Mono<Boolean> requireVersion(FunctionId id, long key, int version) {
        return functions
                .hasVersion(key, version)
                .filter(found -> found)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        new PerigeeException(
                                                FunctionProblems.VERSION_NOT_FOUND,
                                                "The function \"%s\" has no version %d."
                                                        .formatted(id.name(), version))));
    }

    /** Points the alias to where it pointed before; answers with that version. */
    public Mono<Integer> rollBack(FunctionId id, String alias) {
        return change(
                id,
                key ->
                        aliases.undo(key, alias)
                                .switchIfEmpty(
                                        Mono.error(
                                                () ->
                                                        new PerigeeException(
                                                                FunctionProblems
                                                                        .NOTHING_TO_ROLL_BACK,
                                                                "The alias \"%s\" of \"%s\" pointed to no other version before."
                                                                        .formatted(
                                                                                alias,
                                                                                id.name())))));
    }

    public Mono<Void> deleteAlias(FunctionId id, String alias) {
        if (alias.equals(FunctionCatalog.LIVE)) {
            return Mono.error(
                    new PerigeeException(
                            FunctionProblems.ALIAS_PROTECTED,
                            "The alias \"live\" cannot be deleted; delete the function instead."));
        }
        return change(id, key -> aliases.delete(key, alias))
                .filter(deleted -> deleted)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        new PerigeeException(
                                                FunctionProblems.ALIAS_NOT_FOUND,
                                                "The function \"%s\" has no alias \"%s\"."
                                                        .formatted(id.name(), alias))))
                .then();
    }

    public Mono<Void> replaceEnvironment(FunctionId id, Map<String, String> variables) {
        return change(id, key -> functions.replaceEnvironment(key, variables).thenReturn(key))
                .then();
    }

    public Mono<Void> replaceLimits(FunctionId id, LimitOverrides limits) {
        return change(id, key -> functions.replaceLimits(key, limits).thenReturn(key)).then();
    }

    /** Deletes the function with all its versions. */
    public Mono<Void> delete(FunctionId id) {
        return remove(List.of(id)).then(catalog.refresh()).then(cleanUp());
    }

    /** Deletes functions in the caller's transaction; the caller refreshes after the commit. */
    public Mono<Void> remove(Collection<FunctionId> ids) {
        return Flux.fromIterable(ids).concatMap(this::remove).then();
    }

    /** The functions that a project's deployments published. */
    public Flux<FunctionId> ownedBy(String namespace, String owner) {
        return functions.ownedBy(namespace, owner);
    }

    private Mono<Void> remove(FunctionId id) {
        return functions
                .delete(id)
                .onErrorMap(
                        DataIntegrityViolationException.class,
                        _ ->
                                new PerigeeException(
                                        FunctionProblems.FUNCTION_IN_USE,
                                        "Routes or subscriptions point to the function \"%s\"; delete them first."
                                                .formatted(id.name())))
                .filter(deleted -> deleted)
                .switchIfEmpty(Mono.error(() -> notFound(id)))
                .then();
    }

    private Mono<Void> cleanUp() {
        return functions
                .removeUnusedContents()
                .onErrorResume(
                        DataIntegrityViolationException.class,
                        error -> {
                            LOG.debug("unused file contents stay until the next time", error);
                            return Mono.empty();
                        });
    }

    /** Lets the catalog of this process find what was committed. */
    public Mono<Void> refresh() {
        return catalog.refresh();
    }

    static PerigeeException notFound(FunctionId id) {
        return new PerigeeException(
                FunctionProblems.FUNCTION_NOT_FOUND,
                "There is no function \"%s\" in the namespace \"%s\"."
                        .formatted(id.name(), id.namespace()));
    }

    private <T> Mono<T> change(FunctionId id, Function<Long, Mono<T>> what) {
        return functions
                .lock(id)
                .switchIfEmpty(Mono.error(() -> notFound(id)))
                .flatMap(what)
                .as(transaction::transactional)
                .flatMap(result -> catalog.refresh().thenReturn(result));
    }
}
