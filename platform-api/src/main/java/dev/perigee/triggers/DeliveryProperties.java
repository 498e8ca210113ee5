package dev.perigee.triggers;

import dev.perigee.events.postgres.DispatchSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this process takes part in the deliveries of triggers.
 *
 * @param concurrent deliveries at the same time at most; their invocations count among those of
 *     their namespace like any other
 * @param lease how long this process's partitions stay its own after it was last heard of
 * @param survey how often it looks for partitions without owner and for events that no signal told
 *     of; at most a third of the lease
 * @param page events read ahead of a partition at most
 * @param patience how long a delivery waits for room to run its function, before that counts as a
 *     failed attempt
 */
@ConfigurationProperties("perigee.events.triggers")
record DeliveryProperties(
        @DefaultValue("64") int concurrent,
        @DefaultValue("10s") Duration lease,
        @DefaultValue("1s") Duration survey,
        @DefaultValue("100") int page,
        @DefaultValue("60s") Duration patience) {

    DeliveryProperties {
        if (survey.toMillis() < 1 || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "perigee.events.triggers.survey must be longer than nothing, and patience not"
                            + " negative");
        }
        var _ = new DispatchSettings(lease, survey, concurrent, page);
    }

    DispatchSettings dispatch() {
        return new DispatchSettings(lease, survey, concurrent, page);
    }
}
