package dev.perigee.gateway.keys;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Keys that somebody signs tokens with. Used by many requests at a time, never blocks. */
public interface KeySource {

    /**
     * The keys that may have signed a token that names this key; none when the owner has no such
     * key. Fails with {@link KeysUnavailableException} when that cannot be known now.
     *
     * @param keyId null when the token names none
     */
    Mono<List<VerificationKey>> keys(@Nullable String keyId);
}
