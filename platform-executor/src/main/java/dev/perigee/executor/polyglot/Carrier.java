package dev.perigee.executor.polyglot;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs guests for a lane: current (takes work) → detached (finishes what it runs at
 * low priority, then ends). Fields without a word are guarded by the lane's lock.
 */
final class Carrier implements Runnable {

    /** How deep a guest's calls may nest, which ends endless recursion before the stack does. */
    static final int CALL_DEPTH = 2_000;

    /** Room for them: an interpreted call takes some 2 KB. */
    static final long STACK_BYTES = 8L << 20;

    /** For how long a reading of the processor time will do. */
    private static final long FRESH_NANOS = 1_000_000;

    /** Whose code the thread runs, as far as its priority goes. */
    private enum Side {
        GUEST,
        HOST,
        /** The guest's, at low priority; for good. */
        LOWERED
    }

    private final Lane lane;
    private final Thread thread;
    private final AtomicReference<Side> side = new AtomicReference<>(Side.GUEST);

    /** Its number for the system; 0 until it runs or where there is none. */
    private volatile int nativeId;

    private volatile long lastAllocated;

    volatile boolean idle;
    @Nullable Running mounted;
    @Nullable GuestContext context;
    long mountedAt;

    /** When its guest outlasted the quantum. */
    @Nullable Turn turn;

    /** What the current mount has allocated as the watchdog last saw it. */
    long sampledAllocated;

    /** What the current mount has surely computed as the watchdog last saw it. */
    long sampledCpuNanos;

    private boolean sampled;

    /** The thread's processor time at or shortly before the mount; reading it takes half a µs. */
    private long cpuRead;

    private long cpuReadAt = System.nanoTime() - FRESH_NANOS;

    Carrier(Lane lane, String name) {
        this.lane = lane;
        this.thread = new Thread(null, this, name, STACK_BYTES);
        thread.setDaemon(true);
    }

    Thread thread() {
        return thread;
    }

    /** Has its guest run at low priority; false while the host needs the thread. */
    boolean lower() {
        if (!givesUp()) {
            return false;
        }
        NativePriority.lower(nativeId);
        return true;
    }

    /** For a guest that nobody waits for any more. */
    void lowerMost() {
        if (givesUp()) {
            NativePriority.lowest(nativeId);
        }
    }

    /** Whether the thread works for the host no more. */
    private boolean givesUp() {
        return side.compareAndSet(Side.GUEST, Side.LOWERED) || side.get() == Side.LOWERED;
    }

    /**
     * Runs code of the host, here or, when this thread is lowered, on another: a thread that it
     * begins, an event loop perhaps, would keep the low priority for good.
     */
    void forHost(Runnable action) {
        if (side.compareAndSet(Side.GUEST, Side.HOST)) {
            try {
                action.run();
            } finally {
                side.set(Side.GUEST);
            }
        } else {
            lane.onHostThread(action);
        }
    }

    void mount(Running running, GuestContext in) {
        mounted = running;
        context = in;
        mountedAt = System.nanoTime();
        if (mountedAt - cpuReadAt >= FRESH_NANOS) {
            cpuRead = ThreadMeter.cpuOfCurrent();
            cpuReadAt = mountedAt;
        }
        sampled = false;
        sampledAllocated = 0;
        sampledCpuNanos = 0;
    }

    /** Accounts for the mount that ends; returns its context, null when it was taken away. */
    @Nullable GuestContext unmount() {
        var running = mounted;
        var in = context;
        if (running != null) {
            running.cpuNanos += cpuOfMount(System.nanoTime());
        }
        mounted = null;
        context = null;
        return in;
    }

    /**
     * The time of the mount, which bounds its processor time; for one that the watchdog has seen
     * also by the thread's own clock.
     */
    private long cpuOfMount(long now) {
        long held = Math.max(0, now - mountedAt);
        if (!sampled) {
            return held;
        }
        long computed = ThreadMeter.cpu(thread) - cpuRead;
        sampledCpuNanos = Math.max(0, computed - (mountedAt - cpuReadAt));
        return Math.clamp(computed, 0L, held);
    }

    /** The watchdog's look at a mount that lasts. */
    void sample(long now, Inspection inspection) {
        var running = mounted;
        if (running == null) {
            return;
        }
        sampled = true;
        long allocated = ThreadMeter.allocated(thread);
        sampledAllocated = Math.max(sampledAllocated, allocated - lastAllocated);
        var suspension = running.suspension;
        long elsewhere = suspension == null ? 0 : suspension.allocatedBytes();
        long total = running.allocatedBytes + sampledAllocated + elsewhere;
        inspection.allocated(running, total);
        var breach = Breach.of(running, now, running.cpuNanos + cpuOfMount(now), total);
        if (breach != null) {
            inspection.exceeded(running, breach);
        }
    }

    @Override
    public void run() {
        nativeId = NativePriority.currentThread();
        lastAllocated = ThreadMeter.allocatedByCurrent();
        var work = lane.take(this, null);
        while (work != null) {
            perform(work);
            work = lane.take(this, work);
        }
    }

    private void perform(Work work) {
        var running = work.running();
        var in = running.context;
        if (in == null) {
            throw new IllegalStateException("work without a context");
        }
        in.perform(work);
        for (var told = in.nextUntold(); told != null; told = in.nextUntold()) {
            forHost(told::emit);
        }
        long allocated = ThreadMeter.allocatedByCurrent();
        running.allocatedBytes += allocated - lastAllocated;
        lastAllocated = allocated;
        if (!running.isDone()) {
            Breach.afterMount(running);
        }
    }
}
