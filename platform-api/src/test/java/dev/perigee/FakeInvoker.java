package dev.perigee;

import dev.perigee.executor.Executor;
import dev.perigee.executor.GuestServices;
import dev.perigee.executor.Invocation;
import dev.perigee.executor.InvocationLog;
import dev.perigee.functions.ActiveFunction;
import dev.perigee.functions.FunctionCatalog;
import dev.perigee.invocations.Invoker;
import java.time.Duration;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Runs what the catalog finds, and keeps no records. */
public final class FakeInvoker implements Invoker {

    private final FunctionCatalog catalog;
    private final Executor executor;

    FakeInvoker(FunctionCatalog catalog, Executor executor) {
        this.catalog = catalog;
        this.executor = executor;
    }

    @Override
    public Mono<Completed> invoke(Request request) {
        var id = UUID.randomUUID().toString();
        return Mono.justOrEmpty(catalog.find(request.function(), request.alias()))
                .flatMap(active -> executor.invoke(invocation(id, active, request)))
                .map(outcome -> new Completed(id, outcome, Duration.ofMillis(1)));
    }

    private static Invocation invocation(String id, ActiveFunction active, Request request) {
        return new Invocation(
                id,
                active.code(),
                request.argumentsJson(),
                active.environment(),
                new Invocation.CallerContext("0".repeat(32), "0".repeat(16), 0, () -> "{}"),
                request.deadline() == null
                        ? active.limits()
                        : active.limits().withDeadline(request.deadline()),
                GuestServices.NONE,
                InvocationLog.NONE);
    }
}
