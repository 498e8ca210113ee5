package dev.perigee.gateway.resilience;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a backend is protected by, as configured.
 *
 * @param maxAnswer the largest answer in bytes that is taken
 * @param idle the longest pause within an answer that passes through
 */
public record Protection(
        @Nullable Retry retry,
        @Nullable Breaker breaker,
        @Nullable Caching caching,
        long maxAnswer,
        Duration idle) {

    /** What may pass between two pieces of a streamed answer when nothing else is said. */
    public static final Duration IDLE = Duration.ofMinutes(5);

    public static final Protection NONE = new Protection(null, null, null, Long.MAX_VALUE, IDLE);

    /**
     * Calls that failed for a passing reason are made again.
     *
     * @param attempts all calls together
     * @param delay before the second call, about twice as long before each further one
     * @param timeout for each call; null for none of its own
     * @param budget how many retries there may be, in percent of the calls
     * @param unsafe also repeats methods that are not idempotent
     */
    public record Retry(
            int attempts, Duration delay, @Nullable Duration timeout, int budget, boolean unsafe) {}

    /**
     * No calls are made for a while when too many failed.
     *
     * @param failureRate the percentage of failures that opens it
     * @param window how many calls are looked at
     * @param open for how long it stays open
     */
    public record Breaker(int failureRate, int window, Duration open) {}

    /**
     * Answers are kept.
     *
     * @param ttl for answers that do not say how long they are fresh; zero keeps none of those
     * @param stale how long an answer may be used while a newer one is fetched
     */
    public record Caching(Duration ttl, Duration stale) {}
}
