package dev.perigee.events.postgres;

import java.time.Duration;

/**
 * How a process takes part in deliveries.
 *
 * @param lease how long its partitions stay its own after it was last heard of
 * @param survey how often it looks for partitions to claim and events that no signal told of
 * @param concurrent deliveries at the same time at most
 * @param page events read ahead of a partition at most
 */
public record DispatchSettings(Duration lease, Duration survey, int concurrent, int page) {

    public static final DispatchSettings DEFAULT =
            new DispatchSettings(Duration.ofSeconds(10), Duration.ofSeconds(1), 64, 100);

    public DispatchSettings {
        if (lease.compareTo(survey.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException("the lease must be at least three surveys long");
        }
        if (concurrent < 1 || page < 1) {
            throw new IllegalArgumentException("deliveries need at least one place and one event");
        }
    }
}
