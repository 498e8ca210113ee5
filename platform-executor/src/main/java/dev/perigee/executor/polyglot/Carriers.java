package dev.perigee.executor.polyglot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The threads of a lane: the one that takes work, and those that guests have kept. */
final class Carriers {

    private final Lane lane;
    private final String name;
    private final CarrierBudget budget;
    private final TimeSharing sharing;
    private final WakeUp wakeUp;
    private final Set<Carrier> detached = new HashSet<>();
    private volatile Carrier current;
    private int made;

    Carriers(
            Lane lane,
            String name,
            CarrierBudget budget,
            TimeSharing sharing,
            CallerLoop callerLoop) {
        this.lane = lane;
        this.name = name;
        this.budget = budget;
        this.sharing = sharing;
        this.wakeUp = new WakeUp(callerLoop, System::nanoTime, this::wakeNow);
        this.current = new Carrier(lane, name);
    }

    Carrier current() {
        return current;
    }

    List<Carrier> all() {
        var all = new ArrayList<>(detached);
        all.add(current);
        return all;
    }

    void start() {
        current.thread().start();
    }

    /** Has the current carrier take work, if it sleeps. */
    void wake() {
        if (current.idle) {
            wakeUp.ask();
        }
    }

    /** Also without the lane's lock: a carrier that is idle no more looks for work by itself. */
    private void wakeNow() {
        var sleeper = current;
        if (sleeper.idle) {
            LockSupport.unpark(sleeper.thread());
        }
    }

    /**
     * Leaves the current carrier to a guest that has held it for so long, when there may be one
     * more such.
     */
    void detachAfter(long nanos, long now) {
        if (current.mounted != null && now - current.mountedAt > nanos && budget.take()) {
            replaceCurrent();
        }
    }

    /**
     * Has the guest of a detached carrier run at low priority and take turns, once it has computed
     * for long: one that only waits for a processor is no hog.
     */
    void putBackIfGreedy(Carrier carrier, long quantumNanos) {
        boolean isGreedy = carrier.sampledCpuNanos > quantumNanos / 2;
        if (isGreedy && carrier != current && carrier.turn == null && carrier.lower()) {
            share(carrier);
        }
    }

    /** Counts on a carrier no more; it ends when its guest does, if ever. */
    void abandon(Carrier carrier) {
        carrier.lowerMost();
        if (carrier == current) {
            budget.takeAnyway();
            replaceCurrent();
        }
    }

    private void share(Carrier carrier) {
        var context = carrier.context;
        if (context != null) {
            var thread = carrier.thread();
            carrier.turn = new Turn(thread, action -> context.atSafepoint(thread, action));
            sharing.join(carrier.turn);
        }
    }

    /** Gives its guest's place away; the guest, when it waits, goes on once it is let go. */
    @Nullable Turn release(Carrier carrier) {
        var turn = carrier.turn;
        if (turn != null) {
            sharing.leave(turn);
            carrier.turn = null;
        }
        return turn;
    }

    /** Lets every guest that waits go on, so that it can be ended; the threads they run on. */
    List<Thread> letGo() {
        var threads = new ArrayList<Thread>();
        for (var carrier : all()) {
            threads.add(carrier.thread());
            var turn = release(carrier);
            if (turn != null) {
                turn.letGo();
            }
        }
        return threads;
    }

    private void replaceCurrent() {
        detached.add(current);
        made++;
        current = new Carrier(lane, name + "-" + made);
        current.thread().start();
    }

    /** A carrier is back from its guest. */
    void returned(Carrier carrier) {
        release(carrier);
        if (detached.remove(carrier)) {
            budget.giveBack();
        }
    }
}
