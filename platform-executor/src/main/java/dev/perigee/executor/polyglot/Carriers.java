package dev.perigee.executor.polyglot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** The threads of a lane: the one that takes work, and those that guests have kept. */
final class Carriers {

    private final Lane lane;
    private final String name;
    private final CarrierBudget budget;
    private final Set<Carrier> detached = new HashSet<>();
    private Carrier current;
    private int made;

    Carriers(Lane lane, String name, CarrierBudget budget) {
        this.lane = lane;
        this.name = name;
        this.budget = budget;
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

    void wake() {
        if (current.idle) {
            LockSupport.unpark(current.thread());
        }
    }

    /**
     * Leaves the current carrier to its guest, at low priority, when there may be one more such.
     */
    void detach() {
        if (budget.take()) {
            NativePriority.lower(current.nativeId());
            replaceCurrent();
        }
    }

    /** Counts on a carrier no more; it ends when its guest does, if ever. */
    void abandon(Carrier carrier) {
        NativePriority.lowest(carrier.nativeId());
        if (carrier == current) {
            budget.takeAnyway();
            replaceCurrent();
        }
    }

    private void replaceCurrent() {
        detached.add(current);
        made++;
        current = new Carrier(lane, name + "-" + made);
        current.thread().start();
    }

    /** A carrier is back from its guest. */
    void returned(Carrier carrier) {
        if (detached.remove(carrier)) {
            budget.giveBack();
        }
    }
}
