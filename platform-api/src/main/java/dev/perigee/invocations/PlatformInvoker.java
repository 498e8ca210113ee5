package dev.perigee.invocations;

import dev.perigee.events.UnitsOfWork;
import dev.perigee.executor.Executor;
import dev.perigee.executor.GuestServices;
import dev.perigee.executor.Invocation;
import dev.perigee.executor.Limit;
import dev.perigee.executor.Limits;
import dev.perigee.executor.Outcome;
import dev.perigee.functions.ActiveFunction;
import dev.perigee.functions.FunctionCatalog;
import dev.perigee.tracing.OpenSpan;
import dev.perigee.tracing.Span;
import dev.perigee.tracing.Spans;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;
import reactor.core.publisher.Mono;

/** Invokes on this process's executor and tells metrics, journal and log tail about it. */
final class PlatformInvoker implements Invoker {

    private static final Logger log = LoggerFactory.getLogger(PlatformInvoker.class);

    private final Executor executor;
    private final FunctionCatalog catalog;
    private final SingletonSupplier<GuestServices> services;
    private final UnitsOfWork units;
    private final Spans spans;
    private final Behind behind;
    private final Turns turns = new Turns();

    PlatformInvoker(Executor executor, FunctionCatalog catalog, Reach reach, Behind behind) {
        this.executor = executor;
        this.catalog = catalog;
        this.services =
                SingletonSupplier.of(
                        () -> reach.services().getIfAvailable(() -> GuestServices.NONE));
        this.units = reach.units();
        this.spans = reach.spans();
        this.behind = behind;
    }

    /**
     * What functions reach.
     *
     * @param services looked up at the first invocation, because what guests can call includes
     *     invoking
     */
    record Reach(ObjectProvider<GuestServices> services, UnitsOfWork units, Spans spans) {}

    /** What happens behind an answer. */
    record Behind(Journal journal, LogTail tail, InvocationMetrics metrics, InFlight inFlight) {}

    @Override
    public Mono<Completed> invoke(Request request) {
        return new InvocationMono(this, request);
    }

    Turns turns() {
        return turns;
    }

    Optional<ActiveFunction> find(Request request) {
        return catalog.find(request.function(), request.alias());
    }

    Started started(Request request, ActiveFunction active) {
        return Started.of(request, active, spans);
    }

    InvocationWork begin(Started started) {
        return InvocationWork.of(services.obtain(), units, started);
    }

    /**
     * Runs what was admitted; {@link #leave} must follow, whatever happens.
     *
     * @param spent how much of its deadline was used up by earlier runs
     */
    Mono<Outcome> run(Started started, InvocationWork work, Duration spent) {
        var active = started.active();
        var caller = started.request().caller();
        var limits = limits(started.request(), active);
        if (!spent.isZero()) {
            limits = limits.withDeadline(limits.deadline().minus(spent));
        }
        if (caller.depth() >= limits.callDepth()) {
            return Mono.just(
                    new Outcome.LimitExceeded(
                            Limit.CALL_DEPTH, Integer.toString(limits.callDepth())));
        }
        var span = started.span();
        return executor.invoke(
                new Invocation(
                        started.idText(),
                        active.code(),
                        started.request().argumentsJson(),
                        active.environment(),
                        new Invocation.CallerContext(
                                span.traceId(),
                                span.spanId(),
                                caller.depth(),
                                caller.json(),
                                started.request().origin().equals(Invoker.CHANNEL)),
                        limits,
                        work,
                        behind.tail()
                                .logOf(started.idText(), active.code().function(), started.log())));
    }

    static Duration deadline(Started started) {
        return limits(started.request(), started.active()).deadline();
    }

    private static Limits limits(Request request, ActiveFunction active) {
        var shorter = request.deadline();
        return shorter != null && shorter.compareTo(active.limits().deadline()) < 0
                ? active.limits().withDeadline(shorter)
                : active.limits();
    }

    boolean enter(Request request) {
        return behind.inFlight().enter(request.function().namespace());
    }

    void leave(Request request) {
        behind.inFlight().leave(request.function().namespace());
    }

    static Outcome full() {
        return new Outcome.Refused(
                "too many invocations of this namespace at once", Duration.ofSeconds(1));
    }

    /** An error of the platform itself, of which callers learn nothing but the id. */
    static Outcome broken(Started started, Throwable failure) {
        log.error("invocation {} failed inside the platform", started.idText(), failure);
        return new Outcome.Failed("internal error", "");
    }

    static Outcome notStored(Started started, Throwable failure) {
        var outcome = CommitFailures.outcome(failure);
        return outcome == null ? broken(started, failure) : outcome;
    }

    void completed(Started started, Outcome outcome, long nanos) {
        var trace = outcome instanceof Outcome.Failed failed && !failed.trace().isEmpty();
        record(
                started,
                new Ended(
                        outcome.label(),
                        outcome.error(),
                        trace ? ((Outcome.Failed) outcome).trace() : null,
                        nanos));
    }

    void cancelled(Started started, long nanos) {
        record(started, new Ended("cancelled", null, null, nanos));
    }

    private record Ended(
            String outcome, @Nullable String error, @Nullable String trace, long nanos) {

        String told() {
            return error == null ? outcome : outcome + ": " + error;
        }
    }

    private void record(Started started, Ended ended) {
        var request = started.request();
        var open = started.open();
        if (open != null) {
            open.subject(started.idText());
            open.end(ended.outcome().equals("returned") ? null : ended.told());
        }
        behind.metrics().completed(request.function(), ended.outcome(), ended.nanos());
        behind.journal()
                .add(
                        new InvocationRecord(
                                started.id(),
                                request.function(),
                                started.active().code().version(),
                                request.alias(),
                                request.origin(),
                                ended.outcome(),
                                ended.error(),
                                ended.trace(),
                                started.startedMillis(),
                                ended.nanos() / 1_000,
                                started.span(),
                                started.log().all()));
    }

    /** An admitted invocation. */
    record Started(
            UUID id,
            String idText,
            Request request,
            ActiveFunction active,
            InvocationRecord.Span span,
            @Nullable OpenSpan open,
            long startedMillis,
            KeptLines log) {

        static Started of(Request request, ActiveFunction active, Spans spans) {
            var now = System.currentTimeMillis();
            var id = Ids.invocation(now);
            var caller = request.caller();
            var open = open(request, spans);
            return new Started(
                    id,
                    id.toString(),
                    request,
                    active,
                    open == null ? unsampled(caller) : span(open, caller),
                    open,
                    now,
                    new KeptLines(active.limits().logBytes()));
        }

        /** Within the caller's span; of a trace of its own when there is no caller. */
        private static @Nullable OpenSpan open(Request request, Spans spans) {
            var caller = request.caller();
            var name = request.function().name();
            if (caller.span() != null) {
                return caller.span().child(Span.Kind.FUNCTION, name);
            }
            var open =
                    caller.traceId() == null
                            ? spans.begin(Span.Kind.FUNCTION, null, null, null)
                            : null;
            if (open != null) {
                open.name(name);
            }
            return open;
        }

        private static InvocationRecord.Span span(OpenSpan open, Caller caller) {
            return new InvocationRecord.Span(
                    open.traceId(), open.spanId(), open.parentSpanId(), caller.requestId());
        }

        private static InvocationRecord.Span unsampled(Caller caller) {
            var traceId = caller.traceId() == null ? Ids.trace() : caller.traceId();
            return new InvocationRecord.Span(
                    traceId, Ids.span(), caller.parentSpanId(), caller.requestId());
        }
    }
}
