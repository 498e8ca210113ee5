package dev.perigee.gateway.resilience;

import dev.perigee.gateway.resilience.Protection.Retry;
import dev.perigee.gateway.upstream.Content;
import dev.perigee.gateway.upstream.UpstreamException;
import dev.perigee.gateway.upstream.UpstreamReply;
import dev.perigee.gateway.upstream.UpstreamRequest;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Makes a call again when there was no answer, or one of 502 to 504: only what may be repeated, and
 * only before anything of the answer went on. A body that streams is sent once.
 */
public final class Retrying<R extends UpstreamReply> implements Upcall<R> {

    private static final Set<String> IDEMPOTENT =
            Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    private final Upcall<R> next;
    private final Retry retry;
    private final RetryBudget budget;
    private final IntervalFunction delays;
    private final ProtectionMetrics metrics;

    public Retrying(Upcall<R> next, Retry retry, ProtectionMetrics metrics) {
        this.metrics = metrics;
        this.next = next;
        this.retry = retry;
        this.budget = new RetryBudget(retry.budget());
        this.delays =
                IntervalFunction.ofExponentialRandomBackoff(retry.delay(), 2.0, 0.5, LONGEST_DELAY);
    }

    @Override
    public Mono<R> ask(UpstreamRequest request) {
        budget.called();
        return isRepeatable(request) ? attempt(request, 1) : next.ask(request);
    }

    private boolean isRepeatable(UpstreamRequest request) {
        return !(request.body() instanceof Content.Stream)
                && (retry.unsafe() || IDEMPOTENT.contains(request.method()));
    }

    private Mono<R> attempt(UpstreamRequest request, int number) {
        return timed(next.ask(request))
                .map(reply -> new Attempt<R>(reply, null))
                .onErrorResume(failure -> Mono.just(new Attempt<>(null, failure)))
                .flatMap(attempt -> conclude(attempt, request, number));
    }

    private Mono<R> timed(Mono<R> call) {
        var timeout = retry.timeout();
        return timeout == null
                ? call
                : call.timeout(
                        timeout,
                        Mono.error(
                                () ->
                                        UpstreamException.timedOut(
                                                "one call took longer than "
                                                        + timeout.toMillis()
                                                        + " ms")));
    }

    private Mono<R> conclude(Attempt<R> attempt, UpstreamRequest request, int number) {
        if (number == retry.attempts() || !attempt.isPassing()) {
            return attempt.result();
        }
        if (!budget.take()) {
            metrics.couldNotAfford();
            return attempt.result();
        }
        metrics.retried();
        attempt.discard();
        return Mono.delay(Duration.ofMillis(delays.apply(number)))
                .then(Mono.defer(() -> attempt(request, number + 1)));
    }

    /** Exactly one of both is there. */
    private record Attempt<R extends UpstreamReply>(
            @Nullable R reply, @Nullable Throwable failure) {

        boolean isPassing() {
            return reply != null
                    ? UpstreamException.isPassing(reply.status())
                    : failure instanceof UpstreamException known && known.isPassing();
        }

        void discard() {
            if (reply != null) {
                reply.discard();
            }
        }

        Mono<R> result() {
            return reply != null ? Mono.just(reply) : Mono.error(Objects.requireNonNull(failure));
        }
    }
}
