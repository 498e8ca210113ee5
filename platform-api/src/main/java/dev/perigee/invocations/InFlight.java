package dev.perigee.invocations;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds the invocations that each namespace has under way, so that one cannot starve the rest. */
final class InFlight {

    private final int most;
    private final Map<String, AtomicInteger> namespaces = new ConcurrentHashMap<>();

    InFlight(int most) {
        this.most = most;
    }

    boolean enter(String namespace) {
        var count = count(namespace);
        if (count.incrementAndGet() <= most) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    void leave(String namespace) {
        count(namespace).decrementAndGet();
    }

    private AtomicInteger count(String namespace) {
        var count = namespaces.get(namespace);
        return count != null
                ? count
                : namespaces.computeIfAbsent(namespace, _ -> new AtomicInteger());
    }
}
