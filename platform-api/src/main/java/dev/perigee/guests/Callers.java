package dev.perigee.guests;

import dev.perigee.executor.Invocation;
import dev.perigee.invocations.InvocationWork;
import dev.perigee.invocations.Invoker;

/** An invocation as the caller of others: one level deeper, in its span and its unit of work. */
final class Callers {

    private Callers() {}

    static Invoker.Caller of(Invocation invocation) {
        var context = invocation.context();
        var work = InvocationWork.of(invocation).orElse(null);
        return new Invoker.Caller(
                context.traceId(),
                context.spanId(),
                context.depth() + 1,
                context.json(),
                work,
                null,
                work == null ? null : work.span());
    }
}
