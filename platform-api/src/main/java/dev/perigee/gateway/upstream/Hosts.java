package dev.perigee.gateway.upstream;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The hosts of a backend, which may change. */
public interface Hosts {

    /** The hosts of now, each with scheme and port; cheap when they are known. */
    Mono<List<String>> now();

    /** The hosts, when they always stay; null when they may change. */
    default @Nullable List<String> fixed() {
        return null;
    }

    /** Hosts that stay. */
    static Hosts fixed(List<String> hosts) {
        return new Fixed(List.copyOf(hosts));
    }

    /** Hosts that stay. */
    record Fixed(List<String> fixed) implements Hosts {

        @Override
        public Mono<List<String>> now() {
            return Mono.just(fixed);
        }
    }
}
