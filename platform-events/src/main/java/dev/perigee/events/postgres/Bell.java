package dev.perigee.events.postgres;

import java.time.Duration;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Rings when its topic has new events; to be armed before looking for them, so none is missed. */
final class Bell implements AutoCloseable {

    private volatile Sinks.Empty<Void> armed = Sinks.empty();
    private final Disposable listening;

    Bell(Signals signals, long topicId) {
        this.listening =
                signals.listen(
                        topic -> {
                            if (topic == topicId || topic == Signals.ANY_TOPIC) {
                                armed.tryEmitEmpty();
                            }
                        });
    }

    Mono<Void> arm() {
        var next = Sinks.<Void>empty();
        armed = next;
        return next.asMono();
    }

    /** Completes when it rings, at the latest after that time. */
    static Mono<Void> orAfter(Mono<Void> rung, Duration poll) {
        return rung.timeout(poll, Mono.empty());
    }

    @Override
    public void close() {
        listening.dispose();
    }
}
