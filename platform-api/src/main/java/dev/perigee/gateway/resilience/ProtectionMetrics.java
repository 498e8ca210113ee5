package dev.perigee.gateway.resilience;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what protects backends, all of them together: retries made and refused by their budget,
 * breakers that opened, calls that open breakers refused, and what became of look-ups in the cache,
 * whose answers it keeps.
 */
public final class ProtectionMetrics {

    private static final String PREFIX = "perigee.gateway.";

    private final Counter retries;
    private final Counter unaffordable;
    private final Counter opened;
    private final Counter refused;
    private final AtomicInteger open = new AtomicInteger();
    private final Caches caches;
    private final ResponseStore store = ResponseStore.ofHeap();

    public ProtectionMetrics(MeterRegistry registry) {
        retries = registry.counter(PREFIX + "retries", "outcome", "made");
        unaffordable = registry.counter(PREFIX + "retries", "outcome", "over-budget");
        opened = registry.counter(PREFIX + "breakers.opened");
        refused = registry.counter(PREFIX + "breakers.refused");
        Gauge.builder(PREFIX + "breakers.open", open, AtomicInteger::get).register(registry);
        Gauge.builder(PREFIX + "cache.bytes", store, ResponseStore::bytes).register(registry);
        caches =
                new Caches(
                        registry.counter(PREFIX + "cache", "outcome", "hit"),
                        registry.counter(PREFIX + "cache", "outcome", "stale"),
                        registry.counter(PREFIX + "cache", "outcome", "miss"),
                        registry.counter(PREFIX + "cache", "outcome", "confirmed"));
    }

    void retried() {
        retries.increment();
    }

    void couldNotAfford() {
        unaffordable.increment();
    }

    void breakerRefused() {
        refused.increment();
    }

    void breakerMoved(boolean wasOpen, boolean isOpen) {
        if (isOpen && !wasOpen) {
            opened.increment();
            open.incrementAndGet();
        } else if (wasOpen && !isOpen) {
            open.decrementAndGet();
        }
    }

    Caches caches() {
        return caches;
    }

    ResponseStore store() {
        return store;
    }

    /** What became of look-ups; one that is confirmed was a miss before. */
    record Caches(Counter hits, Counter stales, Counter misses, Counter confirmations) {

        void hit() {
            hits.increment();
        }

        void stale() {
            stales.increment();
        }

        void miss() {
            misses.increment();
        }

        void confirmed() {
            confirmations.increment();
        }
    }
}
