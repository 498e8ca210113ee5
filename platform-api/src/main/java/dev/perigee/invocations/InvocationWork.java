package dev.perigee.invocations;

import dev.perigee.events.StateSpace;
import dev.perigee.events.UnitOfWork;
import dev.perigee.events.UnitsOfWork;
import dev.perigee.executor.GuestServices;
import dev.perigee.executor.Invocation;
import dev.perigee.tracing.OpenSpan;
import dev.perigee.tracing.TraceParent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What one invocation appends and writes, and the services that it calls while doing so. The unit
 * of work begins when it is first asked for, so an invocation that uses none costs this object.
 *
 * <p>An invocation within another ({@code flow.call}), or within a delivery of a trigger, has a
 * unit nested in that one's: what it did joins the other when it returned, and is forgotten when it
 * did not. So a caller that handles its callee's failure keeps nothing of it, and one that fails
 * takes what its callees did with it.
 */
public final class InvocationWork implements GuestServices {

    private static final Set<String> OUTSIDE = Set.of("http");

    private final GuestServices services;
    private final Origin origin;
    private final @Nullable OpenSpan span;
    private final long begun = System.nanoTime();
    private volatile @Nullable Map<Object, Mono<?>> unfinished;
    private volatile boolean outside;
    private volatile @Nullable UnitOfWork unit;

    private InvocationWork(GuestServices services, Origin origin, @Nullable OpenSpan span) {
        this.services = services;
        this.origin = origin;
        this.span = span;
    }

    private sealed interface Origin {

        /** Commits by itself. */
        record Own(UnitsOfWork units, String namespace) implements Origin {}

        /** Joins the invocation that called. */
        record Within(InvocationWork outer) implements Origin {}

        /** Stands for a unit that somebody else commits. */
        record Around(UnitOfWork unit, boolean rehearsal) implements Origin {}
    }

    static InvocationWork of(
            GuestServices services, UnitsOfWork units, PlatformInvoker.Started started) {
        var request = started.request();
        var outer = request.caller().within();
        return new InvocationWork(
                services,
                outer == null
                        ? new Origin.Own(units, request.function().namespace())
                        : new Origin.Within(outer),
                started.open());
    }

    /**
     * Something around invocations, such as a delivery, that commits this unit itself.
     *
     * @param rehearsal whether nothing may reach the world outside of the unit
     */
    public static InvocationWork around(UnitOfWork unit, boolean rehearsal) {
        return new InvocationWork(GuestServices.NONE, new Origin.Around(unit, rehearsal), null);
    }

    /** The work of this invocation; empty when it runs outside of the platform, as in tests. */
    public static Optional<InvocationWork> of(Invocation invocation) {
        return invocation.services() instanceof InvocationWork work
                ? Optional.of(work)
                : Optional.empty();
    }

    /** What is left of the time of this invocation; all of it outside of the platform. */
    public static Duration left(Invocation invocation) {
        var deadline = invocation.limits().deadline();
        return of(invocation).map(work -> left(deadline, work.begun)).orElse(deadline);
    }

    /**
     * What is left of some time, but never nothing.
     *
     * @param begun by {@link System#nanoTime()}
     */
    public static Duration left(Duration time, long begun) {
        var left = time.minusNanos(System.nanoTime() - begun);
        return left.toMillis() > 0 ? left : Duration.ofMillis(1);
    }

    /** The invocation's span when its trace is sampled. */
    public @Nullable OpenSpan span() {
        return span;
    }

    /** The {@code traceparent} of what an invocation sends out. */
    public static String traceparent(Invocation invocation) {
        var context = invocation.context();
        var sampled = of(invocation).filter(work -> work.span() != null).isPresent();
        return new TraceParent(context.traceId(), context.spanId(), sampled).header();
    }

    @Override
    public Mono<Answer> call(Invocation invocation, Call call) {
        var dot = call.operation().indexOf('.');
        if (dot > 0 && OUTSIDE.contains(call.operation().substring(0, dot))) {
            hadEffect();
        }
        return services.call(invocation, call);
    }

    /** The unit of this invocation, begun when it is not yet. */
    public UnitOfWork unit() {
        var begun = unit;
        return begun != null ? begun : begin();
    }

    private synchronized UnitOfWork begin() {
        var begun = unit;
        if (begun == null) {
            begun =
                    switch (origin) {
                        case Origin.Own(var units, var namespace) ->
                                units.begin(StateSpace.live(namespace));
                        case Origin.Within(var outer) -> outer.unit().nested();
                        case Origin.Around(var around, _) -> around;
                    };
            unit = begun;
        }
        return begun;
    }

    /** Whether it replays the past and must have no effect outside of its unit. */
    public boolean isRehearsal() {
        return switch (origin) {
            case Origin.Own _ -> false;
            case Origin.Within(var outer) -> outer.isRehearsal();
            case Origin.Around(_, var rehearsal) -> rehearsal;
        };
    }

    /** Notes an effect that no rollback takes back, so that the function is not run again. */
    public void hadEffect() {
        outside = true;
        if (origin instanceof Origin.Within(var outer)) {
            outer.hadEffect();
        }
    }

    boolean mayRunAgain() {
        return !outside && origin instanceof Origin.Own;
    }

    /**
     * Begins a change of the unit and sees it through even if the guest does not wait for it: the
     * commit waits, and fails when it fails.
     */
    public <T> Mono<T> change(Mono<T> change) {
        var open = unfinished();
        var shared = change.cache();
        var key = new Object();
        open.put(key, shared);
        var _ = shared.subscribe(_ -> {}, _ -> {}, () -> open.remove(key));
        return shared.doOnError(_ -> open.remove(key));
    }

    private synchronized Map<Object, Mono<?>> unfinished() {
        var open = unfinished;
        if (open == null) {
            open = new ConcurrentHashMap<>();
            unfinished = open;
        }
        return open;
    }

    boolean isUsed() {
        return unit != null;
    }

    /** Commits what was done, or gives it to the invocation around this one. */
    Mono<Void> commit() {
        var begun = unit;
        if (begun == null) {
            return Mono.empty();
        }
        var open = unfinished;
        return open == null || open.isEmpty()
                ? begun.commit().then()
                : Mono.when(List.copyOf(open.values())).then(begun.commit()).then();
    }
}
