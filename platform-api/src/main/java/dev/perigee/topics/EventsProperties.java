package dev.perigee.topics;

import dev.perigee.events.SegmentUpkeep;
import dev.perigee.events.postgres.EventLogSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the event log uses the database.
 *
 * @param connections connections of its own, beside the platform's; at least 5
 * @param poll how often readers and triggers look for events that no notification told of
 * @param append how appends share commits, and how many may wait
 * @param segments when a topic goes on in a new table, and how often that is looked after
 */
@ConfigurationProperties("perigee.events")
record EventsProperties(
        @DefaultValue("12") int connections,
        @DefaultValue("1s") Duration poll,
        @DefaultValue Append append,
        @DefaultValue Segments segments) {

    static final int MIN_CONNECTIONS = 5;

    EventsProperties {
        if (connections < MIN_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "perigee.events.connections must be at least %d, not %d"
                            .formatted(MIN_CONNECTIONS, connections));
        }
        // Made here so that what the log would refuse is refused at the start.
        var _ = log(append, poll);
    }

    /**
     * Appends.
     *
     * @param queuedEvents events that may wait for the database before appends are refused
     * @param queuedBytes the same as a size
     * @param groupEvents most events of one commit
     * @param groupBytes most bytes of one commit, unless a single append is larger
     */
    record Append(
            @DefaultValue("20000") int queuedEvents,
            @DefaultValue("64MB") DataSize queuedBytes,
            @DefaultValue("1000") int groupEvents,
            @DefaultValue("4MB") DataSize groupBytes) {}

    /**
     * Segments, the tables of a topic, which retention drops as a whole.
     *
     * @param size at which a topic goes on in a new one
     * @param age at which it does
     * @param upkeep how often segments are opened and dropped, and expired state is removed
     */
    record Segments(
            @DefaultValue("512MB") DataSize size,
            @DefaultValue("1d") Duration age,
            @DefaultValue("1m") Duration upkeep) {

        Segments {
            if (upkeep.toMillis() < 1) {
                throw new IllegalArgumentException(
                        "perigee.events.segments.upkeep must be longer than nothing");
            }
            var _ = new SegmentUpkeep.Limits(size.toBytes(), age);
        }

        SegmentUpkeep.Limits limits() {
            return new SegmentUpkeep.Limits(size.toBytes(), age);
        }
    }

    EventLogSettings log() {
        return log(append, poll);
    }

    private static EventLogSettings log(Append append, Duration poll) {
        return new EventLogSettings(
                append.queuedEvents(),
                append.queuedBytes().toBytes(),
                append.groupEvents(),
                append.groupBytes().toBytes(),
                poll);
    }
}
