package dev.perigee.events;

import java.time.Duration;

/**
 * How often a failing event is delivered and how long the pauses are: the first, then twice as long
 * each time up to the longest, each shortened by up to a half at random.
 *
 * @param attempts deliveries of one event at most, the first included; the count survives restarts
 *     and changes of owner, and a delivery that a crash cut short counts
 */
public record RetryPolicy(int attempts, Duration firstDelay, Duration maxDelay) {

    /**
     * Events of other keys wait behind a failing one of their partition, so its pauses, 350 ms at
     * most, leave them time to be delivered within a second.
     */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(4, Duration.ofMillis(50), Duration.ofMinutes(1));

    private static final int MAX_DOUBLINGS = 30;

    public RetryPolicy {
        if (attempts < 1 || attempts > 1000) {
            throw new IllegalArgumentException("attempts are 1 to 1000, not " + attempts);
        }
        if (firstDelay.toMillis() < 1 || maxDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException(
                    "the first delay is at least 1 ms and at most the longest");
        }
    }

    /**
     * The pause after that many failed attempts.
     *
     * @param jitter from 0 to 1
     */
    public Duration delayAfter(int failed, double jitter) {
        var doublings = Math.min(Math.max(failed - 1, 0), MAX_DOUBLINGS);
        var millis =
                Math.min(
                        firstDelay.toMillis() * Math.pow(2, doublings),
                        (double) maxDelay.toMillis());
        return Duration.ofMillis(Math.max(1, Math.round(millis * (1 - jitter / 2))));
    }
}
