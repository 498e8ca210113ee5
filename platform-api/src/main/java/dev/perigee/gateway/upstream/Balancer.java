package dev.perigee.gateway.upstream;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Spreads calls over the hosts that there are at the moment. */
public final class Balancer {

    private final Hosts hosts;
    private final Balancing balancing;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();

    public Balancer(Hosts hosts, Balancing balancing) {
        this.hosts = hosts;
        this.balancing = balancing;
    }

    /** Makes the call to one host; fails with 503 when there is none. */
    public <T> Mono<T> call(Function<String, Mono<T>> call) {
        var known = hosts.fixed();
        return known == null ? hosts.now().flatMap(all -> among(all, call)) : among(known, call);
    }

    private <T> Mono<T> among(List<String> all, Function<String, Mono<T>> call) {
        return all.isEmpty() ? noHosts() : to(all, call);
    }

    private static <T> Mono<T> noHosts() {
        return Mono.error(UpstreamException.overloaded("no hosts available"));
    }

    private <T> Mono<T> to(List<String> all, Function<String, Mono<T>> call) {
        if (all.size() == 1) {
            return call.apply(all.getFirst());
        }
        return switch (balancing) {
            case ROUND_ROBIN ->
                    call.apply(all.get(Math.floorMod(turn.getAndIncrement(), all.size())));
            case RANDOM -> call.apply(all.get(ThreadLocalRandom.current().nextInt(all.size())));
            case LEAST_IN_FLIGHT -> toLeastLoaded(all, call);
        };
    }

    private <T> Mono<T> toLeastLoaded(List<String> all, Function<String, Mono<T>> call) {
        if (inFlight.size() > all.size()) {
            inFlight.entrySet()
                    .removeIf(each -> each.getValue().get() == 0 && !all.contains(each.getKey()));
        }
        var first = Math.floorMod(turn.getAndIncrement(), all.size());
        var best = all.get(first);
        for (int i = 1; i < all.size(); i++) {
            var next = all.get((first + i) % all.size());
            if (load(next) < load(best)) {
                best = next;
            }
        }
        var count = inFlight.computeIfAbsent(best, _ -> new AtomicInteger());
        count.incrementAndGet();
        return call.apply(best).doFinally(_ -> count.decrementAndGet());
    }

    private int load(String host) {
        var count = inFlight.get(host);
        return count == null ? 0 : count.get();
    }
}
