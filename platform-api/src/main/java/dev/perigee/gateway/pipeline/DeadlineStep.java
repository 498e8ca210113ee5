package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.upstream.UpstreamException;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Gives up after some time. */
record DeadlineStep(Duration timeout, String what) implements Step {

    @Override
    public Backend around(Backend next) {
        var late =
                Mono.<Reply>error(
                        () ->
                                UpstreamException.timedOut(
                                        what + " took longer than " + timeout.toMillis() + " ms"));
        return request -> next.send(request).timeout(timeout, late);
    }
}
