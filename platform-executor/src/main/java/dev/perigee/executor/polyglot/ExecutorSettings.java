package dev.perigee.executor.polyglot;

import java.time.Duration;

/**
 * How much of the machine guests get.
 *
 * @param lanes lanes, each one guest thread at a time
 * @param contextsPerLane warm contexts that a lane keeps; the least recently used idle one goes
 *     first
 * @param queuePerLane invocations that may wait for a lane; more are refused
 * @param inFlightPerFunction invocations of one function that may wait, run or be suspended; more
 *     are refused
 * @param quantum how long a guest may hold its lane while others wait for it; after it the guest
 *     goes on at low priority and the lane serves the others. When nobody waits it is five times as
 *     long
 * @param detachedCarriers how many such guests there may be at a time; one less than there are
 *     lanes, but at least one, run at once, and the others wait for their turn
 */
public record ExecutorSettings(
        int lanes,
        int contextsPerLane,
        int queuePerLane,
        int inFlightPerFunction,
        Duration quantum,
        int detachedCarriers) {

    public static final ExecutorSettings DEFAULT =
            new ExecutorSettings(
                    Math.max(2, Runtime.getRuntime().availableProcessors()),
                    256,
                    4096,
                    2048,
                    Duration.ofMillis(2),
                    64);

    public ExecutorSettings {
        if (lanes < 1 || contextsPerLane < 1 || queuePerLane < 1 || inFlightPerFunction < 1) {
            throw new IllegalArgumentException(
                    "lanes, contexts, queue and bounds must be positive");
        }
        if (quantum.toMillis() < 1 || detachedCarriers < 0) {
            throw new IllegalArgumentException(
                    "quantum must be at least 1 ms and detachedCarriers not negative");
        }
    }

    public ExecutorSettings withLanes(int newLanes) {
        return new ExecutorSettings(
                newLanes,
                contextsPerLane,
                queuePerLane,
                inFlightPerFunction,
                quantum,
                detachedCarriers);
    }

    public ExecutorSettings withBounds(int newQueuePerLane, int newInFlightPerFunction) {
        return new ExecutorSettings(
                lanes,
                contextsPerLane,
                newQueuePerLane,
                newInFlightPerFunction,
                quantum,
                detachedCarriers);
    }

    public ExecutorSettings withContextsPerLane(int newContextsPerLane) {
        return new ExecutorSettings(
                lanes,
                newContextsPerLane,
                queuePerLane,
                inFlightPerFunction,
                quantum,
                detachedCarriers);
    }
}
