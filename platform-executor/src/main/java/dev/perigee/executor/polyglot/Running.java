package dev.perigee.executor.polyglot;

import dev.perigee.executor.Invocation;
import dev.perigee.executor.Outcome;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;

/**
 * One invocation from subscription to outcome: new → admitted (request) → done (outcome, refusal or
 * cancellation). The first to call {@link #finish} or {@link #cancel} decides; everything later is
 * ignored. Fields without a word are guarded by the lane's lock.
 */
final class Running implements Subscription, Work {

    private static final Logger LOG = LoggerFactory.getLogger(Running.class);
    private static final int NEW = 0;
    private static final int ADMITTED = 1;
    private static final int DONE = 2;
    static final int MAX_PENDING = 256;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Running.class, "state", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Invocation invocation;
    private final Admission admission;
    private final CoreSubscriber<? super Outcome> subscriber;
    private final boolean checkOnly;
    private final long deadlineNanos;
    private final long deadlineMillis;
    private @Nullable Set<PendingAnswer> pending;
    private @Nullable GuestLog log;

    @SuppressWarnings("UnusedVariable") // through STATE
    private volatile int state = NEW;

    /** The stack of a guest that can be suspended; touched by its carrier only. */
    volatile @Nullable Suspension suspension;

    /** Spent so far; written by carriers, which hand over under the lane's lock. */
    long cpuNanos;

    long allocatedBytes;

    /** Counts the invocations of its function; null when it is not counted. */
    volatile @Nullable AtomicInteger counter;

    volatile @Nullable Lane lane;
    @Nullable GuestContext context;

    /** Where it runs now or ran last. */
    @Nullable Carrier carrier;

    @Nullable Running previous;
    @Nullable Running next;
    boolean linked;
    boolean started;

    Running(
            Invocation invocation,
            Admission admission,
            CoreSubscriber<? super Outcome> subscriber,
            boolean checkOnly) {
        this.invocation = invocation;
        this.admission = admission;
        this.subscriber = subscriber;
        this.checkOnly = checkOnly;
        var deadline = invocation.limits().deadline();
        this.deadlineNanos = System.nanoTime() + deadline.toNanos();
        this.deadlineMillis = System.currentTimeMillis() + deadline.toMillis();
    }

    Invocation invocation() {
        return invocation;
    }

    CoreSubscriber<? super Outcome> subscriber() {
        return subscriber;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    long deadlineMillis() {
        return deadlineMillis;
    }

    boolean isCheckOnly() {
        return checkOnly;
    }

    boolean isDone() {
        return state == DONE;
    }

    GuestLog log() {
        var known = log;
        if (known == null) {
            known = new GuestLog(invocation.log(), invocation.limits().logBytes());
            log = known;
        }
        return known;
    }

    @Override
    public void request(long n) {
        if (STATE.compareAndSet(this, NEW, ADMITTED)) {
            admission.admit(this);
        }
    }

    @Override
    public void cancel() {
        if ((int) STATE.getAndSet(this, DONE) == ADMITTED) {
            release();
            var owner = lane;
            if (owner != null) {
                owner.stop(this);
            }
        }
    }

    /** Runs code of the host for the guest that runs now. */
    void forHost(Runnable action) {
        var runs = carrier;
        if (runs == null) {
            throw new IllegalStateException("the invocation runs nowhere");
        }
        runs.forHost(action);
    }

    /** Calls what a guest's boot script made of the handler. */
    Value execute(Value function) {
        var arguments = invocation.argumentsJson();
        return invocation.context().subscriber()
                ? function.execute(arguments, this, true)
                : function.execute(arguments, this);
    }

    /** Tells the outcome unless one was told; true when this call did. */
    boolean finish(Outcome outcome) {
        boolean first = decide();
        if (first) {
            emit(outcome);
        }
        return first;
    }

    /**
     * Like {@link #finish} from inside a guest: the outcome is told when the carrier has left the
     * guest, so that nobody else's code runs on a guest's stack.
     */
    boolean conclude(Outcome outcome) {
        var in = context;
        if (in == null || !decide()) {
            return false;
        }
        in.tellLater(this, outcome);
        return true;
    }

    /** Like {@link #finish}, but leaves telling it to the caller, who must call {@link #emit}. */
    boolean decide() {
        if (!STATE.compareAndSet(this, ADMITTED, DONE)) {
            return false;
        }
        release();
        return true;
    }

    void emit(Outcome outcome) {
        try {
            subscriber.onNext(outcome);
            subscriber.onComplete();
        } catch (RuntimeException notOurs) {
            LOG.error("the outcome of invocation {} was not taken", invocation.id(), notOurs);
        }
    }

    private void release() {
        admission.release(this);
        for (var answer : takePending()) {
            answer.abandon();
        }
    }

    /** Remembers a call that is under way; false when there are too many or it is too late. */
    synchronized boolean await(PendingAnswer answer) {
        if (isDone()) {
            return false;
        }
        if (pending == null) {
            pending = new HashSet<>();
        }
        return pending.size() < MAX_PENDING && pending.add(answer);
    }

    synchronized void answered(PendingAnswer answer) {
        if (pending != null) {
            pending.remove(answer);
        }
    }

    private synchronized List<PendingAnswer> takePending() {
        if (pending == null) {
            return List.of();
        }
        var taken = List.copyOf(pending);
        pending = null;
        return taken;
    }

    @Override
    public Running running() {
        return this;
    }

    @Override
    public void run(Guest guest) {
        guest.start(this);
    }

    /** Who counts invocations in and out. */
    interface Admission {
        void admit(Running running);

        void release(Running running);
    }
}
