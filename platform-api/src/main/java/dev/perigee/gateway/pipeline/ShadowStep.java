package dev.perigee.gateway.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/**
 * Sends a copy of each request to backends whose answers nobody waits for. They go on after the
 * client was answered, up to their timeout; more than a bound are not started.
 */
final class ShadowStep implements Step {

    private static final int MOST = 1_000;

    private final List<Shadow> shadows;
    private final AtomicInteger underWay = new AtomicInteger();

    ShadowStep(List<Shadow> shadows) {
        this.shadows = List.copyOf(shadows);
    }

    record Shadow(Backend backend, Duration timeout) {}

    @Override
    public Backend around(Backend next) {
        return request -> {
            for (var shadow : shadows) {
                start(shadow, request);
            }
            return next.send(request);
        };
    }

    private void start(Shadow shadow, PipelineRequest request) {
        if (underWay.incrementAndGet() > MOST) {
            underWay.decrementAndGet();
            return;
        }
        Mono.defer(() -> shadow.backend().send(request))
                .timeout(shadow.timeout())
                .onErrorComplete()
                .doFinally(_ -> underWay.decrementAndGet())
                .subscribe(
                        reply -> {
                            if (reply instanceof Reply.Passed passed) {
                                Pipeline.discard(passed);
                            }
                        });
    }
}
