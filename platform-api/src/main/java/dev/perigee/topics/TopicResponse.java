package dev.perigee.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.perigee.events.LogStatistics.OfTopic;
import dev.perigee.events.PartitionRange;
import dev.perigee.events.Retention;
import dev.perigee.events.Topic;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A topic on the wire. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TopicResponse(
        String namespace,
        String name,
        @Nullable @JsonRawValue String schema,
        Limits retention,
        Holding events,
        Instant createdAt) {

    /** How long events are kept; what is null does not bound. */
    record Limits(@Nullable Long ageMs, @Nullable Long bytes) {

        static Limits of(Retention retention) {
            var age = retention.age();
            return new Limits(age == null ? null : age.toMillis(), retention.bytes());
        }
    }

    /**
     * What it holds.
     *
     * @param appended events since it was created
     * @param kept those that retention has not dropped
     * @param ranges offsets by partition; left out in lists
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Holding(
            int partitions, long appended, long kept, @Nullable List<PartitionRange> ranges) {

        static Holding of(List<PartitionRange> ranges) {
            return new Holding(
                    ranges.size(),
                    ranges.stream().mapToLong(PartitionRange::next).sum(),
                    ranges.stream().mapToLong(range -> range.next() - range.first()).sum(),
                    ranges);
        }

        static Holding of(Topic topic, @Nullable OfTopic totals) {
            return new Holding(
                    topic.partitions(),
                    totals == null ? 0 : totals.appended(),
                    totals == null ? 0 : totals.kept(),
                    null);
        }
    }

    static TopicResponse of(Topic topic, Holding holding) {
        return new TopicResponse(
                topic.name().namespace(),
                topic.name().name(),
                topic.settings().schema(),
                Limits.of(topic.settings().retention()),
                holding,
                topic.createdAt());
    }
}
