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
 * @param maxLuaString the longest string whose bytes Lua code can have: to fetch the memory of one
 *     is a step in which nothing stops a guest
 */
public record ExecutorSettings(
        int lanes,
        int contextsPerLane,
        int queuePerLane,
        int inFlightPerFunction,
        Duration quantum,
        int detachedCarriers,
        int maxLuaString) {

    private static final int MIN_STRING = 1 << 20;
    private static final int MAX_STRING = 1 << 30;

    public static final ExecutorSettings DEFAULT =
            new ExecutorSettings(
                    Math.max(2, Runtime.getRuntime().availableProcessors()),
                    256,
                    4096,
                    2048,
                    Duration.ofMillis(2),
                    64,
                    24 << 20);

    public ExecutorSettings {
        if (lanes < 1 || contextsPerLane < 1 || queuePerLane < 1 || inFlightPerFunction < 1) {
            throw new IllegalArgumentException(
                    "lanes, contexts, queue and bounds must be positive");
        }
        if (quantum.toMillis() < 1 || detachedCarriers < 0) {
            throw new IllegalArgumentException(
                    "quantum must be at least 1 ms and detachedCarriers not negative");
        }
        if (maxLuaString < MIN_STRING || maxLuaString > MAX_STRING) {
            throw new IllegalArgumentException("maxLuaString must be between 1 MB and 1 GB");
        }
    }

    public ExecutorSettings withLanes(int newLanes) {
        return new ExecutorSettings(
                newLanes,
                contextsPerLane,
                queuePerLane,
                inFlightPerFunction,
                quantum,
                detachedCarriers,
                maxLuaString);
    }

    public ExecutorSettings withBounds(int newQueuePerLane, int newInFlightPerFunction) {
        return new ExecutorSettings(
                lanes,
                contextsPerLane,
                newQueuePerLane,
                newInFlightPerFunction,
                quantum,
                detachedCarriers,
                maxLuaString);
    }

    public ExecutorSettings withContextsPerLane(int newContextsPerLane) {
        return new ExecutorSettings(
                lanes,
                newContextsPerLane,
                queuePerLane,
                inFlightPerFunction,
                quantum,
                detachedCarriers,
                maxLuaString);
    }
}
