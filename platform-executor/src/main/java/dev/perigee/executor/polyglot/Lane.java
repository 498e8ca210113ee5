package dev.perigee.executor.polyglot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One guest thread at a time and what waits for it. Contexts with work take turns, one piece of
 * work each, so that no version starves another. A guest that holds the lane beyond the quantum
 * keeps its carrier, at low priority if it computes, and the lane goes on with a fresh one.
 *
 * <p>Everything is guarded by one lock that is never held while guest code runs.
 */
final class Lane {

    private static final long MUCH = 64L << 20;

    /** Quanta for a guest that nobody waits for, which yet takes a core from the rest. */
    private static final int ALONE_QUANTA = 5;

    /** Quanta after which other invocations of a hog's version get another context. */
    private static final int EXILE_QUANTA = 50;

    private final ReentrantLock lock = new ReentrantLock();
    private final ExecutorSettings settings;
    private final Stopper stopper;
    private final Carriers carriers;
    private final LaneContexts contexts;
    private final ArrayDeque<GuestContext> ready = new ArrayDeque<>();
    private final Patience patience = new Patience(lock);
    private final InFlight inFlight = new InFlight();
    private int queued;
    private volatile int load;
    private boolean closed;

    Lane(
            String name,
            ExecutorSettings settings,
            Stopper stopper,
            CarrierBudget detachedBudget,
            TimeSharing sharing,
            CallerLoop callerLoop) {
        this.settings = settings;
        this.stopper = stopper;
        this.carriers = new Carriers(this, name, detachedBudget, sharing, callerLoop);
        this.contexts = new LaneContexts(settings.contextsPerLane());
    }

    void start() {
        carriers.start();
    }

    /** Invocations that wait or run, roughly. */
    int load() {
        return load;
    }

    Offer offer(Running running, ContextKey key, CodeImage image, boolean evenIfBusy) {
        lock.lock();
        try {
            if (closed) {
                return Offer.CLOSED;
            }
            if (queued >= settings.queuePerLane()) {
                return Offer.FULL;
            }
            var context =
                    running.isCheckOnly()
                            ? GuestContext.single(key, image)
                            : contexts.obtain(key, image, stopper);
            if (!evenIfBusy && isHogged(context)) {
                return Offer.BUSY;
            }
            running.lane = this;
            inFlight.link(running);
            enqueue(running, context);
            carriers.detachAfter(settings.quantum().toNanos(), System.nanoTime());
            return Offer.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    private boolean isHogged(GuestContext context) {
        return context.held
                || (context.mountedBy != null
                        && context.mountedBy != carriers.current()
                        && !context.isReturning());
    }

    private void enqueue(Running running, GuestContext context) {
        running.context = context;
        context.queue.add(running);
        queued++;
        load = queued + (carriers.current().mounted == null ? 0 : 1);
        schedule(context);
    }

    /** Goes on with a suspended invocation whose answer is there. */
    void resume(PendingAnswer answer) {
        lock.lock();
        try {
            var context = answer.running().context;
            if (context != null && !answer.running().isDone()) {
                context.queue.add(answer);
                schedule(context);
            }
        } finally {
            lock.unlock();
        }
    }

    private void schedule(GuestContext context) {
        if (context.ready || context.held || context.mountedBy != null || context.queue.isEmpty()) {
            return;
        }
        context.ready = true;
        ready.add(context);
        patience.end();
        carriers.wake();
    }

    /** Hands in what a carrier has done and waits for more; null when the carrier shall end. */
    @Nullable Work take(Carrier carrier, @Nullable Work previous) {
        lock.lock();
        try {
            if (previous != null) {
                unmount(carrier, previous.running());
            }
            while (carrier == carriers.current() && !closed) {
                var context = ready.poll();
                var work = context == null ? null : mount(carrier, context);
                if (work != null) {
                    return work;
                }
                if (ready.isEmpty()) {
                    load = queued;
                    patience.await(carrier, () -> ready.isEmpty() && !closed);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Work mount(Carrier carrier, GuestContext context) {
        context.ready = false;
        while (true) {
            var work = context.queue.poll();
            if (work == null) {
                reap(context);
                return null;
            }
            var running = work.running();
            if (work == running) {
                queued--;
            }
            if (running.isDone()) {
                unlink(running);
                continue;
            }
            if (!running.started) {
                running.started = true;
                context.started++;
            }
            context.mountedBy = carrier;
            running.carrier = carrier;
            carrier.mount(running, context);
            load = queued + 1;
            return work;
        }
    }

    private void unmount(Carrier carrier, Running running) {
        var context = carrier.unmount();
        carriers.returned(carrier);
        if (context == null) {
            return;
        }
        context.mountedBy = null;
        if (context.broken) {
            replace(context);
        }
        if (context.exiled) {
            context.exiled = false;
            context.image.exiled.decrementAndGet();
            contexts.comeHome(context, stopper);
        }
        if (running.isDone()) {
            unlink(running);
        }
        schedule(context);
        reap(context);
    }

    private void unlink(Running running) {
        if (inFlight.unlink(running)) {
            var context = running.context;
            if (context != null && running.started) {
                context.started--;
                reap(context);
            }
        }
    }

    /** Closes a context that takes no more invocations, once none is left in it. */
    private void reap(GuestContext context) {
        if (context.retired
                && context.started == 0
                && context.mountedBy == null
                && !context.held
                && context.queue.isEmpty()) {
            stopper.close(context);
        }
    }

    /** Takes a context out of use; what has not begun in it will begin in another. */
    private void replace(GuestContext context) {
        contexts.remove(context);
        context.retired = true;
        moveStarts(context);
    }

    private void moveStarts(GuestContext from) {
        var starts = new ArrayList<Running>();
        from.queue.removeIf(work -> work instanceof Running start && starts.add(start));
        for (var start : starts) {
            queued--;
            if (start.isDone()) {
                unlink(start);
                continue;
            }
            enqueue(start, contexts.obtain(from.key, from.image, stopper));
        }
    }

    /** Lets other invocations of a hog's version go on in another context. */
    private void exile(GuestContext context) {
        if (context.exiled || context.retired || !context.image.mayExile()) {
            return;
        }
        context.exiled = true;
        contexts.sendAway(context);
        moveStarts(context);
    }

    /** Stops an invocation whose outcome is decided, if it runs now. */
    void stop(Running running) {
        lock.lock();
        try {
            var context = running.context;
            var carrier = context == null ? null : context.mountedBy;
            if (context == null || carrier == null || carrier.mounted != running) {
                unlink(running);
                return;
            }
            if (running.allocatedBytes + carrier.sampledAllocated > MUCH) {
                // What it allocated may hang on its globals.
                replace(context);
            }
            if (!context.held) {
                context.held = true;
                stopper.interrupt(this, carrier, context, carriers.release(carrier));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has an action of the host carried out at the usual priority. */
    void onHostThread(Runnable action) {
        stopper.onHostThread(action);
    }

    /** The guest in this context gave way. */
    void stopped(GuestContext context) {
        lock.lock();
        try {
            context.held = false;
            schedule(context);
            reap(context);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The guest in this context does not give way: its carrier and context are given up, and with
     * them the invocations that were suspended in it.
     */
    void abandon(Carrier carrier, GuestContext context) {
        List<Running> lost;
        lock.lock();
        try {
            context.held = false;
            if (context.mountedBy != carrier) {
                schedule(context);
                reap(context);
                return;
            }
            replace(context);
            context.mountedBy = null;
            context.queue.clear();
            carrier.unmount();
            if (context.exiled) {
                context.exiled = false;
                context.image.exiled.decrementAndGet();
            }
            carriers.abandon(carrier);
            lost = inFlight.in(context);
            lost.forEach(this::unlink);
            context.started = 0;
        } finally {
            lock.unlock();
        }
        for (var running : lost) {
            running.finish(GuestContext.lost());
        }
        stopper.close(context);
    }

    /** Looks for limits that are exceeded; the watchdog ends what it finds. */
    void inspect(long now, Inspection inspection) {
        lock.lock();
        try {
            inFlight.expired(now, inspection, this::unlink);
            for (var carrier : carriers.all()) {
                inspect(carrier, now, inspection);
            }
        } finally {
            lock.unlock();
        }
    }

    private void inspect(Carrier carrier, long now, Inspection inspection) {
        var running = carrier.mounted;
        var context = carrier.context;
        if (running == null || context == null) {
            return;
        }
        carrier.sample(now, inspection);
        long quantum = settings.quantum().toNanos();
        if (carrier == carriers.current()) {
            carriers.detachAfter(ready.isEmpty() ? ALONE_QUANTA * quantum : quantum, now);
        }
        carriers.putBackIfGreedy(carrier, quantum);
        // Loading may take long, and a second context would only load once more.
        if (context.heldSince(carrier.mountedAt, now) > EXILE_QUANTA * quantum
                && carrier != carriers.current()) {
            exile(context);
        }
    }

    void retire(String hash) {
        lock.lock();
        try {
            for (var context : contexts.of(hash)) {
                contexts.remove(context);
                context.retired = true;
                reap(context);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends everything; returns the contexts to close and the carriers to wait for. */
    List<Thread> close() {
        List<Running> left;
        Set<GuestContext> open;
        var threads = new ArrayList<Thread>();
        lock.lock();
        try {
            closed = true;
            left = inFlight.in(null);
            open = inFlight.contexts();
            open.addAll(contexts.of(null));
            threads.addAll(carriers.letGo());
            carriers.wake();
        } finally {
            lock.unlock();
        }
        // Before their contexts end, which would be another outcome.
        left.forEach(running -> running.finish(PolyglotExecutor.CLOSED));
        open.forEach(stopper::close);
        return threads;
    }
}
