package dev.perigee.gateway.keys;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Keys that the configuration has. */
public record FixedKeys(List<VerificationKey> all) implements KeySource {

    public FixedKeys {
        all = List.copyOf(all);
    }

    @Override
    public Mono<List<VerificationKey>> keys(@Nullable String keyId) {
        return Mono.just(VerificationKey.matching(all, keyId));
    }
}
