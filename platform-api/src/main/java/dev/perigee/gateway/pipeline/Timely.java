package dev.perigee.gateway.pipeline;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** A reply that comes in time, or a failure. */
final class Timely extends MonoOperator<Reply, Reply> {

    private final Deadlines deadlines;
    private final Supplier<? extends Throwable> late;

    Timely(Mono<Reply> source, Deadlines deadlines, Supplier<? extends Throwable> late) {
        super(source);
        this.deadlines = deadlines;
        this.late = late;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Reply> actual) {
        source.subscribe(new Waiting(actual));
    }

    private final class Waiting extends Deadlines.Wait
            implements CoreSubscriber<Reply>, Subscription {

        private final CoreSubscriber<? super Reply> actual;
        private final AtomicBoolean over = new AtomicBoolean();
        private @Nullable Subscription source;

        Waiting(CoreSubscriber<? super Reply> actual) {
            this.actual = actual;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        /** What is answered on the spot never waits. */
        @Override
        public void onSubscribe(Subscription subscription) {
            source = subscription;
            actual.onSubscribe(this);
            if (!over.get()) {
                deadlines.begin(this);
                if (over.get()) {
                    end();
                }
            }
        }

        private boolean finish() {
            if (!over.compareAndSet(false, true)) {
                return false;
            }
            end();
            return true;
        }

        @Override
        public void onNext(Reply reply) {
            if (finish()) {
                actual.onNext(reply);
                actual.onComplete();
            } else {
                Operators.onDiscard(reply, currentContext());
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (finish()) {
                actual.onError(failure);
            } else {
                Operators.onErrorDropped(failure, currentContext());
            }
        }

        @Override
        public void onComplete() {
            if (finish()) {
                actual.onComplete();
            }
        }

        @Override
        void late() {
            if (finish()) {
                cancelSource();
                actual.onError(late.get());
            }
        }

        @Override
        public void request(long count) {
            var from = source;
            if (from != null) {
                from.request(count);
            }
        }

        @Override
        public void cancel() {
            if (finish()) {
                cancelSource();
            }
        }

        private void cancelSource() {
            var from = source;
            if (from != null) {
                from.cancel();
            }
        }
    }
}
