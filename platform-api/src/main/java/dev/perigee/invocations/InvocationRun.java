package dev.perigee.invocations;

import dev.perigee.events.StateConflictException;
import dev.perigee.executor.Outcome;
import dev.perigee.invocations.Invoker.Completed;
import dev.perigee.invocations.PlatformInvoker.Started;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * An admitted invocation on its way. It ends once: by outcome, by an error of the executor (which
 * its contract rules out), or by cancellation.
 *
 * <pre>
 * RUNNING  outcome, nothing to commit         → ENDED
 * RUNNING  returned, with a unit of work      → STORING
 * RUNNING  cancelled                          → ENDED, the function is stopped
 * STORING  committed or refused               → ENDED
 * STORING  conflict, nothing happened outside → RUNNING, again with what is left of the deadline,
 *                                               after those that lost about the same key before
 * STORING  cancelled                          → STORING; the commit goes on, nobody hears of it
 * </pre>
 */
final class InvocationRun implements Subscription {

    private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(10);
    private static final long LONGEST_PAUSE_MILLIS = 32;

    private enum Stage {
        RUNNING,
        STORING,
        ENDED
    }

    private final PlatformInvoker invoker;
    private final Started started;
    private final CoreSubscriber<? super Completed> actual;
    private final long begun = System.nanoTime();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.RUNNING);
    private boolean counted = true;
    private int runs;
    private volatile boolean cancelled;
    private volatile @Nullable InvocationWork work;
    private volatile @Nullable Subscription upstream;
    private volatile Turns.@Nullable Turn turn;

    InvocationRun(
            PlatformInvoker invoker, Started started, CoreSubscriber<? super Completed> actual) {
        this.invoker = invoker;
        this.started = started;
        this.actual = actual;
    }

    void begin() {
        run(Duration.ZERO);
    }

    /** Has no place among those in flight to give back. */
    void refuse() {
        counted = false;
        Mono.just(PlatformInvoker.full()).subscribe(new Attempt());
    }

    private void run(Duration spent) {
        runs++;
        try {
            var mine = invoker.begin(started);
            work = mine;
            invoker.run(started, mine, spent).subscribe(new Attempt());
        } catch (RuntimeException failure) {
            Mono.<Outcome>error(failure).subscribe(new Attempt());
        }
    }

    @Override
    public void request(long n) {
        var subscription = upstream;
        if (subscription != null) {
            subscription.request(n);
        }
    }

    private void told(Outcome outcome) {
        var mine = work;
        if (mine != null && mine.isUsed() && outcome instanceof Outcome.Returned) {
            if (stage.compareAndSet(Stage.RUNNING, Stage.STORING)) {
                store(mine, outcome);
            }
        } else if (stage.compareAndSet(Stage.RUNNING, Stage.ENDED)) {
            end(outcome);
        }
    }

    private void store(InvocationWork mine, Outcome outcome) {
        mine.commit()
                .timeout(COMMIT_PATIENCE)
                .subscribe(
                        _ -> {},
                        failure -> notStored(mine, failure),
                        () -> {
                            stage.set(Stage.ENDED);
                            end(outcome);
                        });
    }

    private void notStored(InvocationWork mine, Throwable failure) {
        if (failure instanceof StateConflictException conflict
                && mine.mayRunAgain()
                && !cancelled
                && left().isPositive()) {
            awaitTurn(conflict);
        } else {
            giveUp(failure);
        }
    }

    private void giveUp(Throwable failure) {
        stage.set(Stage.ENDED);
        end(PlatformInvoker.notStored(started, failure));
    }

    private Duration left() {
        return PlatformInvoker.deadline(started).minusNanos(System.nanoTime() - begun);
    }

    /** Those that lost about the same key do not run at the same time again. */
    private void awaitTurn(StateConflictException conflict) {
        var place = new Turns.Place(started.request().function().namespace(), conflict.key());
        var held = turn;
        if (held != null && held.isAt(place)) {
            Mono.delay(pause()).subscribe(_ -> runAgain(conflict));
            return;
        }
        if (held != null) {
            held.end();
        }
        var next = invoker.turns().at(place);
        turn = next;
        var waiting = new AtomicBoolean(true);
        var patience =
                Mono.delay(left())
                        .filter(_ -> waiting.compareAndSet(true, false))
                        .subscribe(_ -> giveUp(conflict));
        next.await(
                () -> {
                    if (waiting.compareAndSet(true, false)) {
                        patience.dispose();
                        runAgain(conflict);
                    }
                });
    }

    /** For invocations of other processes: longer the more often it lost. */
    private Duration pause() {
        var most = Math.min(LONGEST_PAUSE_MILLIS, 1L << Math.min(runs, 10));
        return Duration.ofMillis(1 + ThreadLocalRandom.current().nextLong(most));
    }

    private void runAgain(StateConflictException conflict) {
        if (cancelled) {
            stage.set(Stage.ENDED);
            leave();
            invoker.cancelled(started, System.nanoTime() - begun);
            return;
        }
        if (!left().isPositive()) {
            giveUp(conflict);
            return;
        }
        stage.set(Stage.RUNNING);
        run(Duration.ofNanos(System.nanoTime() - begun));
    }

    private void end(Outcome outcome) {
        leave();
        var nanos = System.nanoTime() - begun;
        invoker.completed(started, outcome, nanos);
        actual.onNext(new Completed(started.idText(), outcome, Duration.ofNanos(nanos)));
        actual.onComplete();
    }

    @Override
    public void cancel() {
        cancelled = true;
        if (!stage.compareAndSet(Stage.RUNNING, Stage.ENDED)) {
            return;
        }
        var subscription = upstream;
        if (subscription != null) {
            subscription.cancel();
        }
        leave();
        invoker.cancelled(started, System.nanoTime() - begun);
    }

    private void leave() {
        var held = turn;
        if (held != null) {
            held.end();
        }
        if (counted) {
            invoker.leave(started.request());
        }
    }

    /** One run of the function. The end of one may be signalled when the next has begun. */
    private final class Attempt implements CoreSubscriber<Outcome> {

        private boolean told;

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            var again = upstream != null;
            upstream = subscription;
            if (again) {
                if (cancelled) {
                    cancel();
                } else {
                    subscription.request(Long.MAX_VALUE);
                }
            } else {
                actual.onSubscribe(InvocationRun.this);
            }
        }

        @Override
        public void onNext(Outcome outcome) {
            told = true;
            InvocationRun.this.told(outcome);
        }

        @Override
        public void onError(Throwable failure) {
            onNext(PlatformInvoker.broken(started, failure));
        }

        @Override
        public void onComplete() {
            if (!told) {
                onError(new IllegalStateException("the executor gave no outcome"));
            }
        }
    }
}
