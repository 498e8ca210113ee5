package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.upstream.Content;
import dev.perigee.gateway.upstream.UpstreamException;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Gives up after some time. While a client's body still passes through, the time has not begun: how
 * long that takes is the client's affair, who is watched elsewhere. A backend that takes nothing of
 * it for as long is given up as well.
 */
record DeadlineStep(Duration timeout, String what) implements Step {

    @Override
    public Backend around(Backend next) {
        var deadlines = new Deadlines(timeout);
        return request ->
                request.body() instanceof Content.Stream body
                        ? sendStream(next, request, body)
                        : new Timely(next.send(request), deadlines, this::late);
    }

    private UpstreamException late() {
        return UpstreamException.timedOut(what + " took longer than " + timeout.toMillis() + " ms");
    }

    private Mono<Reply> sendStream(Backend next, PipelineRequest request, Content.Stream body) {
        var sent = Sinks.<Void>empty();
        var observed =
                new Content.Stream(
                        body.chunks(),
                        body.length(),
                        timeout.compareTo(body.patience()) < 0 ? timeout : body.patience(),
                        () -> {
                            sent.tryEmitEmpty();
                            body.whenSent().run();
                        });
        return next.send(request.withBody(observed))
                .timeout(sent.asMono().then(Mono.delay(timeout)), Mono.error(this::late));
    }
}
