package dev.perigee.gateway.upstream;

import java.util.List;
import reactor.core.publisher.Mono;

/** The hosts of a backend, which may change. */
@FunctionalInterface
public interface Hosts {

    /** The hosts of now, each with scheme and port; cheap when they are known. */
    Mono<List<String>> now();

    /** Hosts that stay. */
    static Hosts fixed(List<String> hosts) {
        var known = Mono.just(List.copyOf(hosts));
        return () -> known;
    }
}
