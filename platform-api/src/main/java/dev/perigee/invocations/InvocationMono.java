package dev.perigee.invocations;

import dev.perigee.invocations.Invoker.Completed;
import dev.perigee.invocations.Invoker.Request;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * One invocation as an operator of its own: a request through the gateway pays for one subscriber
 * instead of a chain of them.
 */
final class InvocationMono extends Mono<Completed> {

    private final PlatformInvoker invoker;
    private final Request request;

    InvocationMono(PlatformInvoker invoker, Request request) {
        this.invoker = invoker;
        this.request = request;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Completed> actual) {
        var active = invoker.find(request);
        if (active.isEmpty()) {
            Operators.complete(actual);
            return;
        }
        var run = new InvocationRun(invoker, invoker.started(request, active.get()), actual);
        if (invoker.enter(request)) {
            run.begin();
        } else {
            run.refuse();
        }
    }
}
