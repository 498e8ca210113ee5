package dev.perigee.gateway.resilience;

import dev.perigee.gateway.resilience.Protection.Breaker;
import dev.perigee.gateway.upstream.UpstreamException;
import dev.perigee.gateway.upstream.UpstreamReply;
import dev.perigee.gateway.upstream.UpstreamRequest;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Makes no calls for a while when too many of the last failed: no answer, or a status from 500 on.
 * Then a few calls are tried, and all of them again when those succeed. A call that was given up
 * when its time was nearly over counts as failed; one whose client left does not count.
 */
public final class Breaking<R extends UpstreamReply> implements Upcall<R> {

    private static final Logger log = LoggerFactory.getLogger(Breaking.class);
    private static final int TRIALS = 3;

    private final Upcall<R> next;
    private final CircuitBreaker breaker;
    private final long patience;
    private final UpstreamException refusal;
    private final ProtectionMetrics metrics;

    /**
     * Who looks at a breaker.
     *
     * @param what names the backend in logs
     * @param patience when callers give up
     */
    public record Watch(String what, Duration patience, ProtectionMetrics metrics) {}

    public Breaking(Upcall<R> next, Breaker settings, Watch watch) {
        var what = watch.what();
        this.next = next;
        this.metrics = watch.metrics();
        this.patience = watch.patience().toNanos() / 10 * 8;
        this.breaker =
                CircuitBreaker.of(
                        what,
                        CircuitBreakerConfig.custom()
                                .failureRateThreshold(settings.failureRate())
                                .slidingWindowType(
                                        CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                                .slidingWindowSize(settings.window())
                                .minimumNumberOfCalls(settings.window())
                                .permittedNumberOfCallsInHalfOpenState(TRIALS)
                                .waitDurationInOpenState(settings.open())
                                .build());
        this.refusal =
                UpstreamException.overloaded(
                        "the circuit breaker of " + what + " is open: too many calls failed");
        breaker.getEventPublisher()
                .onStateTransition(
                        event -> {
                            var move = event.getStateTransition();
                            log.warn("the circuit breaker of {}: {}", what, move);
                            metrics.breakerMoved(
                                    isOpen(move.getFromState()), isOpen(move.getToState()));
                        });
    }

    @Override
    public Mono<R> ask(UpstreamRequest request) {
        return Mono.defer(
                () -> {
                    if (breaker.tryAcquirePermission()) {
                        return watched(request);
                    }
                    metrics.breakerRefused();
                    return Mono.error(refusal);
                });
    }

    /** While it tries a few calls it still counts as open. */
    private static boolean isOpen(CircuitBreaker.State state) {
        return state == CircuitBreaker.State.OPEN || state == CircuitBreaker.State.HALF_OPEN;
    }

    private Mono<R> watched(UpstreamRequest request) {
        var begin = System.nanoTime();
        return next.ask(request)
                .doOnNext(reply -> answered(reply, begin))
                .doOnError(failure -> failed(failure, begin))
                .doOnCancel(() -> givenUp(begin));
    }

    private void answered(UpstreamReply reply, long begin) {
        if (reply.status() >= 500) {
            failed(UpstreamException.broken("status " + reply.status()), begin);
        } else {
            breaker.onSuccess(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        }
    }

    private void failed(Throwable failure, long begin) {
        breaker.onError(System.nanoTime() - begin, TimeUnit.NANOSECONDS, failure);
    }

    private void givenUp(long begin) {
        if (System.nanoTime() - begin >= patience) {
            failed(UpstreamException.timedOut("given up"), begin);
        } else {
            breaker.releasePermission();
        }
    }
}
