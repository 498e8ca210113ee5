package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.upstream.UpstreamException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Races identical calls: the first complete reply wins and the others are given up. Without one,
 * the last incomplete reply counts, and without any the last failure.
 */
record ConcurrentStep(int calls, Duration timeout) implements Step {

    @Override
    public Backend around(Backend next) {
        return request ->
                Flux.range(0, calls)
                        .flatMap(
                                _ ->
                                        next.send(request)
                                                .map(Attempt::answered)
                                                .onErrorResume(
                                                        failure ->
                                                                Mono.just(Attempt.failed(failure))),
                                calls)
                        .takeUntilOther(Mono.delay(timeout))
                        .takeUntil(Attempt::isComplete)
                        .reduce(Attempt::better)
                        .switchIfEmpty(
                                Mono.error(
                                        () ->
                                                UpstreamException.timedOut(
                                                        "none of "
                                                                + calls
                                                                + " calls was answered within "
                                                                + timeout.toMillis()
                                                                + " ms")))
                        .flatMap(Attempt::result);
    }

    /** Exactly one of both is there. */
    private record Attempt(@Nullable Reply reply, @Nullable Throwable failure) {

        static Attempt answered(Reply reply) {
            return new Attempt(reply, null);
        }

        static Attempt failed(Throwable failure) {
            return new Attempt(null, failure);
        }

        boolean isComplete() {
            return !(reply instanceof Reply.Data data) ? reply != null : data.complete();
        }

        Attempt better(Attempt later) {
            return later.reply != null || reply == null ? later : this;
        }

        Mono<Reply> result() {
            return reply != null
                    ? Mono.just(reply)
                    : Mono.error(java.util.Objects.requireNonNull(failure));
        }
    }
}
