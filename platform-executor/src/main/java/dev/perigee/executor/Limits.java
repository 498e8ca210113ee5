package dev.perigee.executor;

import java.time.Duration;

/**
 * What one invocation may cost, whatever way it came in. Durations are wall-clock or processor
 * time, sizes are bytes.
 *
 * @param deadline wall-clock time from admission to outcome, waiting in a queue included
 * @param cpuTime processor time of guest code
 * @param allocatedBytes bytes the guest may allocate over the invocation
 * @param resultBytes size of the JSON or raw body it returns
 * @param logBytes size of its log; what is beyond is cut and said so
 * @param callDepth how deep {@code flow.call} may nest
 */
public record Limits(
        Duration deadline,
        Duration cpuTime,
        long allocatedBytes,
        long resultBytes,
        long logBytes,
        int callDepth) {

    public static final Limits DEFAULT =
            new Limits(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    512L << 20,
                    20L << 20,
                    256L << 10,
                    16);

    public Limits {
        if (deadline.isNegative()
                || deadline.isZero()
                || cpuTime.isNegative()
                || cpuTime.isZero()) {
            throw new IllegalArgumentException("deadline and cpuTime must be longer than nothing");
        }
        if (allocatedBytes < 1 || resultBytes < 1 || logBytes < 0 || callDepth < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    public Limits withDeadline(Duration newDeadline) {
        return new Limits(newDeadline, cpuTime, allocatedBytes, resultBytes, logBytes, callDepth);
    }
}
