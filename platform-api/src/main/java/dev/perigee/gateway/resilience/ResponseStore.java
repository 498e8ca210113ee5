package dev.perigee.gateway.resilience;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.perigee.gateway.upstream.UpstreamReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers that are kept in this process, all backends' together, bounded by their bytes. */
public final class ResponseStore {

    private static final int OVERHEAD = 256;

    private final Cache<Key, Kept> kept;

    /**
     * @param bytes the most memory for all of it
     */
    public ResponseStore(long bytes) {
        kept =
                Caffeine.newBuilder()
                        .maximumWeight(bytes)
                        .weigher(ResponseStore::weight)
                        .expireAfter(Expiry.creating((Key _, Kept value) -> value.lifetime()))
                        .build();
    }

    /** A sixteenth of the heap. */
    public static ResponseStore ofHeap() {
        return new ResponseStore(Math.max(Runtime.getRuntime().maxMemory() / 16, 4L << 20));
    }

    /**
     * What an answer is kept under.
     *
     * @param owner the backend
     * @param asked what of the request's headers the answer depends on
     */
    record Key(Object owner, String target, List<String> asked) {}

    /** What is kept. */
    sealed interface Kept {

        Duration lifetime();
    }

    /**
     * Until when an answer is fresh, and until when it may be used while a newer one is fetched.
     */
    record Times(long fresh, long usable) {}

    /** An answer; after its times it is kept to be confirmed by the backend. */
    record Fresh(UpstreamReply.Whole reply, Times times, Duration lifetime) implements Kept {

        boolean isFresh(long now) {
            return now - times.fresh() < 0;
        }

        boolean isUsable(long now) {
            return now - times.usable() < 0;
        }
    }

    /** The headers that the answers of a target depend on. */
    record Varying(List<String> names, Duration lifetime) implements Kept {}

    /** The target's answers cannot be kept: requests do not wait for each other. */
    record Unkept(Duration lifetime) implements Kept {}

    private static int weight(Key key, Kept value) {
        var size = OVERHEAD + 2L * key.target().length();
        if (value instanceof Fresh(var reply, _, _)) {
            size += reply.body().length;
            for (Map.Entry<String, String> header : reply.headers().entries()) {
                size += 64L + header.getKey().length() + header.getValue().length();
            }
        }
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    @Nullable Kept get(Key key) {
        return kept.getIfPresent(key);
    }

    void put(Key key, Kept value) {
        kept.put(key, value);
    }

    /** The bytes that are kept, as far as they were counted. */
    long bytes() {
        kept.cleanUp();
        return kept.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }
}
