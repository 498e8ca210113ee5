package dev.perigee.events;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** Waits for a result in a test. */
public final class Blocking {

    private static final Duration SOON = Duration.ofSeconds(20);

    private Blocking() {}

    /** The value; null only for a Mono that has none by its type. */
    @SuppressWarnings("NullAway")
    public static <T> T await(Mono<T> mono) {
        return mono.block(SOON);
    }
}
