package dev.perigee.executor.polyglot;

import dev.perigee.executor.Limit;
import dev.perigee.executor.Outcome;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all lanes every few milliseconds and ends what exceeds a limit. The outcome is told at
 * once, on another thread; that the guest itself stops is the stopper's concern.
 */
final class Watchdog implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final long TICK_NANOS = 2_000_000;
    private static final long DOZE_NANOS = 500_000_000;

    private final List<Lane> lanes;
    private final Stopper stopper;
    private final TimeSharing sharing;
    private final BackgroundThreads background = new BackgroundThreads();
    private final Thread thread;
    private volatile boolean dozing;
    private volatile boolean closed;

    Watchdog(List<Lane> lanes, Stopper stopper, TimeSharing sharing) {
        this.lanes = lanes;
        this.stopper = stopper;
        this.sharing = sharing;
        this.thread = new Thread(this, "perigee-watchdog");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Tells that there is something to watch. */
    void wake() {
        if (dozing) {
            dozing = false;
            LockSupport.unpark(thread);
        }
    }

    void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        int idleRounds = 0;
        while (!closed) {
            try {
                idleRounds = round() ? 0 : idleRounds + 1;
            } catch (RuntimeException unexpected) {
                LOG.error("the watchdog stumbled and goes on", unexpected);
            }
            if (idleRounds > 20) {
                dozing = true;
                LockSupport.parkNanos(this, DOZE_NANOS);
                dozing = false;
            } else {
                LockSupport.parkNanos(this, TICK_NANOS);
            }
        }
    }

    private boolean round() {
        var inspection = new Inspection();
        long now = System.nanoTime();
        for (var lane : lanes) {
            lane.inspect(now, inspection);
        }
        sharing.round(now);
        background.adjust(sharing.isShared(), now);
        relieveHeap(inspection);
        for (var finding : inspection.findings()) {
            end(finding);
        }
        return inspection.inFlight() > 0;
    }

    /** Several guests within their limits can together be too much for the heap. */
    private static void relieveHeap(Inspection inspection) {
        var runtime = Runtime.getRuntime();
        long most = runtime.maxMemory();
        var greediest = inspection.greediest();
        if (greediest == null || inspection.mountedBytes() < most / 10 * 4) {
            return;
        }
        if (runtime.totalMemory() - runtime.freeMemory() > most / 10 * 8) {
            long megabytes = Math.max(1, inspection.greediestBytes() >> 20);
            inspection.exceeded(
                    greediest,
                    new Outcome.LimitExceeded(
                            Limit.MEMORY, megabytes + " MB (the heap is nearly full)"));
        }
    }

    private void end(Inspection.Finding finding) {
        var running = finding.running();
        if (running.decide()) {
            stopper.onHostThread(finding::emit);
        }
        var lane = running.lane;
        if (lane != null) {
            lane.stop(running);
        }
    }
}
