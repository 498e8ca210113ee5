package dev.perigee.invocations;

import dev.perigee.executor.Outcome;
import dev.perigee.invocations.Invoker.Completed;
import dev.perigee.invocations.Invoker.Request;
import dev.perigee.invocations.PlatformInvoker.Started;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

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
        var started = Started.of(request, active.get());
        var run = new Run(invoker, started, actual);
        if (!invoker.enter(request)) {
            Mono.just(PlatformInvoker.full()).subscribe(run.outside());
            return;
        }
        try {
            invoker.run(started).subscribe(run);
        } catch (RuntimeException failure) {
            Mono.<Outcome>error(failure).subscribe(run);
        }
    }

    /**
     * Ends once: by outcome, by an error of the executor (which its contract rules out), or by
     * cancellation.
     */
    private static final class Run implements CoreSubscriber<Outcome>, Subscription {

        private final PlatformInvoker invoker;
        private final Started started;
        private final CoreSubscriber<? super Completed> actual;
        private final long begun = System.nanoTime();
        private final AtomicBoolean ended = new AtomicBoolean();
        private boolean counted = true;
        private @Nullable Subscription upstream;

        Run(PlatformInvoker invoker, Started started, CoreSubscriber<? super Completed> actual) {
            this.invoker = invoker;
            this.started = started;
            this.actual = actual;
        }

        /** Has no place among those in flight to give back. */
        Run outside() {
            counted = false;
            return this;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            actual.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            if (upstream != null) {
                upstream.request(n);
            }
        }

        @Override
        public void onNext(Outcome outcome) {
            if (!end()) {
                return;
            }
            var nanos = System.nanoTime() - begun;
            invoker.completed(started, outcome, nanos);
            actual.onNext(new Completed(started.idText(), outcome, Duration.ofNanos(nanos)));
            actual.onComplete();
        }

        @Override
        public void onError(Throwable failure) {
            onNext(PlatformInvoker.broken(started, failure));
        }

        @Override
        public void onComplete() {
            if (!ended.get()) {
                onError(new IllegalStateException("the executor gave no outcome"));
            }
        }

        @Override
        public void cancel() {
            if (upstream != null) {
                upstream.cancel();
            }
            if (end()) {
                invoker.cancelled(started, System.nanoTime() - begun);
            }
        }

        private boolean end() {
            if (!ended.compareAndSet(false, true)) {
                return false;
            }
            if (counted) {
                invoker.leave(started.request());
            }
            return true;
        }
    }
}
