package dev.perigee.executor.polyglot;

import dev.perigee.executor.GuestCallException;
import dev.perigee.executor.GuestServices.Answer;
import java.util.concurrent.atomic.AtomicInteger;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * A guest's call that is under way: begun → waiting (the guest suspended itself) → answered, or
 * begun → answered when the answer was there at once. An answer on another thread goes to the lane,
 * which hands it to the guest.
 */
final class PendingAnswer implements Work, CoreSubscriber<Answer> {

    private static final Logger LOG = LoggerFactory.getLogger(PendingAnswer.class);
    private static final int BEGUN = 0;
    private static final int WAITING = 1;
    private static final int ANSWERED = 2;

    private final Running running;
    private final @Nullable Value callback;
    private final AtomicInteger state = new AtomicInteger(BEGUN);
    private volatile @Nullable Runnable cancellation;
    private @Nullable Answer answer;
    private @Nullable GuestCallException failure;

    /**
     * A call of the running invocation.
     *
     * @param callback the guest function that takes the answer; null when the guest's stack waits
     */
    PendingAnswer(Running running, @Nullable Value callback) {
        this.running = running;
        this.callback = callback;
    }

    @Override
    public Running running() {
        return running;
    }

    @Override
    public void run(Guest guest) {
        guest.resume(this);
    }

    @Nullable Value callback() {
        return callback;
    }

    /** The answer; null when the call failed. */
    @Nullable Answer answer() {
        return answer;
    }

    @Nullable GuestCallException failure() {
        return failure;
    }

    /** True when the guest has to wait, false when the answer is there. */
    boolean isOpen() {
        return state.compareAndSet(BEGUN, WAITING);
    }

    void cancelWith(Runnable newCancellation) {
        cancellation = newCancellation;
        if (running.isDone()) {
            newCancellation.run();
        }
    }

    /** The invocation has ended: the call is no longer of interest. */
    void abandon() {
        var suspension = running.suspension;
        if (state.getAndSet(ANSWERED) == WAITING && suspension != null) {
            suspension.abandon();
        }
        var cancel = cancellation;
        if (cancel != null) {
            cancel.run();
        }
    }

    void succeed(Answer value) {
        if (state.get() != ANSWERED && answer == null && failure == null) {
            answer = value;
            answered();
        }
    }

    void fail(GuestCallException reason) {
        if (state.get() != ANSWERED && answer == null && failure == null) {
            failure = reason;
            answered();
        }
    }

    private void answered() {
        running.answered(this);
        if (state.getAndSet(ANSWERED) == WAITING) {
            var lane = running.lane;
            if (lane != null) {
                lane.resume(this);
            }
        }
    }

    @Override
    public Context currentContext() {
        return running.subscriber().currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        cancelWith(subscription::cancel);
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Answer value) {
        succeed(value);
    }

    @Override
    public void onError(Throwable error) {
        if (error instanceof GuestCallException known) {
            fail(known);
            return;
        }
        var id = running.invocation().id();
        LOG.warn("a call of invocation {} failed", id, error);
        fail(new GuestCallException("internal", "internal error (invocation " + id + ")", null));
    }

    @Override
    public void onComplete() {
        succeed(Answer.of("null"));
    }
}
