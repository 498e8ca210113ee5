package dev.perigee.gateway.keys;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Keys that their owner publishes by HTTP. They are fetched when the first token comes, again
 * behind the answers once they are no longer fresh, and before the answer when a token names a key
 * that is not there: then the owner may have rotated them. However many requests wait, one fetch is
 * under way, and the next begins only after a pause; while the owner does not answer, the former
 * keys go on for a day.
 */
final class RemoteKeys implements KeySource {

    private static final Logger log = LoggerFactory.getLogger(RemoteKeys.class);

    private final URI source;
    private final KeyDocuments documents;
    private final Times times;
    private final LongSupplier nanos;

    private volatile @Nullable Loaded loaded;
    private @Nullable Mono<List<VerificationKey>> underWay;
    private long began;
    private boolean everBegan;
    private volatile @Nullable String failure;

    /**
     * How long keys count.
     *
     * @param fresh until they are fetched again
     * @param kept while they cannot be fetched
     * @param pause between two fetches because of unknown keys
     * @param retry between two fetches while there are no keys at all
     */
    record Times(Duration fresh, Duration kept, Duration pause, Duration retry) {

        static final Times DEFAULT =
                new Times(
                        Duration.ofMinutes(10),
                        Duration.ofHours(24),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1));
    }

    private record Loaded(List<VerificationKey> keys, long at) {}

    RemoteKeys(URI source, KeyDocuments documents, Times times, LongSupplier nanos) {
        this.source = source;
        this.documents = documents;
        this.times = times;
        this.nanos = nanos;
    }

    @Override
    public Mono<List<VerificationKey>> keys(@Nullable String keyId) {
        var now = nanos.getAsLong();
        var known = loaded;
        if (known == null || now - known.at() > times.kept().toNanos()) {
            var fetch = fetch(now, times.retry());
            return fetch == null ? Mono.error(unavailable()) : matching(fetch, keyId);
        }
        var matching = VerificationKey.matching(known.keys(), keyId);
        if (matching.isEmpty()) {
            return afterRotation(now, keyId);
        }
        if (now - known.at() > times.fresh().toNanos()) {
            refresh(now);
        }
        return Mono.just(matching);
    }

    private Mono<List<VerificationKey>> afterRotation(long now, @Nullable String keyId) {
        var fetch = fetch(now, times.pause());
        if (fetch != null) {
            return matching(fetch, keyId);
        }
        return failure == null ? Mono.just(List.of()) : Mono.error(unavailable());
    }

    private void refresh(long now) {
        var fetch = fetch(now, times.pause());
        if (fetch != null) {
            fetch.subscribe(_ -> {}, _ -> {});
        }
    }

    private static Mono<List<VerificationKey>> matching(
            Mono<List<VerificationKey>> fetch, @Nullable String keyId) {
        return fetch.map(keys -> VerificationKey.matching(keys, keyId));
    }

    private KeysUnavailableException unavailable() {
        return new KeysUnavailableException(source + " cannot be used: " + failure);
    }

    /** The fetch that is under way, or a new one; null when the last began too short ago. */
    private synchronized @Nullable Mono<List<VerificationKey>> fetch(long now, Duration pause) {
        var running = underWay;
        if (running != null) {
            return running;
        }
        if (everBegan && now - began < pause.toNanos()) {
            return null;
        }
        everBegan = true;
        began = now;
        var fetch =
                documents
                        .fetch(source)
                        .doOnNext(this::succeed)
                        .onErrorMap(this::fail)
                        .doOnCancel(this::end)
                        .cache();
        underWay = fetch;
        return fetch;
    }

    private void succeed(List<VerificationKey> keys) {
        loaded = new Loaded(keys, nanos.getAsLong());
        end();
        if (failure != null) {
            log.info("the keys of {} can be fetched again", source);
            failure = null;
        }
    }

    private Throwable fail(Throwable reason) {
        var text = String.valueOf(reason.getMessage());
        if (!text.equals(failure)) {
            log.warn("the keys of {} cannot be fetched: {}", source, text);
        }
        failure = text;
        end();
        return unavailable();
    }

    /** Before anybody hears of the outcome, so that a later look begins a later fetch. */
    private synchronized void end() {
        underWay = null;
    }
}
