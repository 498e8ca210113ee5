package dev.perigee.triggers;

import dev.perigee.events.Delivery;
import dev.perigee.events.Event;
import dev.perigee.executor.FunctionId;
import dev.perigee.executor.Outcome;
import dev.perigee.functions.FunctionCatalog;
import dev.perigee.invocations.InvocationWork;
import dev.perigee.invocations.Invoker;
import dev.perigee.tracing.Spans;
import dev.perigee.tracing.TraceParent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Delivers events to functions, through the same way as every other invocation. What the function
 * appends and writes joins the delivery's unit of work, which commits with the position.
 *
 * <p>When there is no room to run the function, the delivery waits for it: being busy is no fault
 * of the event, and must not use up its attempts.
 */
final class FunctionDelivery implements Delivery {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Invoker invoker;
    private final Duration patience;
    private final Spans spans;
    private final BooleanSupplier stopping;

    /**
     * @param stopping whether to give up instead of waiting for room
     */
    FunctionDelivery(Invoker invoker, Spans spans, Duration patience, BooleanSupplier stopping) {
        this.spans = spans;
        this.invoker = invoker;
        this.patience = patience;
        this.stopping = stopping;
    }

    @Override
    public Mono<Void> deliver(Request request) {
        return Mono.defer(() -> invoke(request));
    }

    private Mono<Void> invoke(Request request) {
        var settings = request.trigger().settings();
        var function = function(request.trigger().name().namespace(), settings.function());
        var version = request.trigger().shadow().version();
        var invocation =
                new Invoker.Request(
                        function,
                        version == null ? FunctionCatalog.LIVE : version,
                        EventDocument.arguments(request),
                        "trigger",
                        caller(request),
                        null);
        var until = System.nanoTime() + patience.toNanos();
        return invoker.invoke(invocation)
                .switchIfEmpty(
                        Mono.error(() -> new DeliveryFailedException(missing(function, version))))
                .flatMap(FunctionDelivery::handled)
                .retryWhen(
                        Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                                .maxBackoff(LONGEST_PAUSE)
                                .filter(
                                        error ->
                                                error instanceof NoRoomException
                                                        && System.nanoTime() < until
                                                        && !stopping.getAsBoolean()));
    }

    private static String missing(FunctionId function, @Nullable String version) {
        return version == null
                ? "there is no function \"" + function.name() + "\""
                : "there is no version " + version + " of \"" + function.name() + "\"";
    }

    private static FunctionId function(String namespace, String name) {
        try {
            return new FunctionId(namespace, name);
        } catch (IllegalArgumentException unsafe) {
            throw new DeliveryFailedException(String.valueOf(unsafe.getMessage()));
        }
    }

    private static Mono<Void> handled(Invoker.Completed completed) {
        return switch (completed.outcome()) {
            case Outcome.Returned _ -> Mono.empty();
            case Outcome.Refused refused -> Mono.error(new NoRoomException(refused.reason()));
            case Outcome.Rejected _,
                    Outcome.Failed _,
                    Outcome.TimedOut _,
                    Outcome.LimitExceeded _ ->
                    Mono.error(
                            new DeliveryFailedException(
                                    completed.outcome().error()
                                            + " (invocation "
                                            + completed.id()
                                            + ")"));
        };
    }

    /** One event goes on in the trace of the append; a batch belongs to many. */
    private Invoker.Caller caller(Request request) {
        var within = InvocationWork.around(request.work(), request.trigger().isReplay());
        return parent(request.events())
                .map(
                        parent ->
                                new Invoker.Caller(
                                        parent.traceId(),
                                        parent.spanId(),
                                        0,
                                        () -> EventDocument.caller(request),
                                        within,
                                        null,
                                        parent.sampled()
                                                ? spans.remote(parent.traceId(), parent.spanId())
                                                : null))
                .orElseGet(
                        () ->
                                new Invoker.Caller(
                                        null,
                                        null,
                                        0,
                                        () -> EventDocument.caller(request),
                                        within));
    }

    private static Optional<TraceParent> parent(List<Event> events) {
        return events.size() == 1
                ? TraceParent.parse(events.getFirst().headers().get(TraceParent.HEADER))
                : Optional.empty();
    }

    /** Nothing ran, because everything is full. */
    private static final class NoRoomException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoRoomException(String message) {
            super(message, null, false, false);
        }
    }
}
