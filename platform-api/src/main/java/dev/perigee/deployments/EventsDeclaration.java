package dev.perigee.deployments;

import dev.perigee.events.Retention;
import dev.perigee.events.Start;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.TriggerSettings;
import dev.perigee.schedules.Schedule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Topics, triggers and schedules that a project needs. Topics stay when they are no longer named,
 * since they hold events; triggers and schedules go.
 */
public record EventsDeclaration(
        List<DeclaredTopic> topics, List<DeclaredTrigger> triggers, List<Schedule> schedules) {

    public static final EventsDeclaration NONE =
            new EventsDeclaration(List.of(), List.of(), List.of());

    public EventsDeclaration {
        topics = List.copyOf(topics);
        triggers = List.copyOf(triggers);
        schedules = List.copyOf(schedules);
    }

    /**
     * A topic that must exist.
     *
     * @param details how it must be; null for whatever it is, or the defaults of a new one
     */
    public record DeclaredTopic(TopicName name, @Nullable Details details) {

        /** How a new one is made. */
        public TopicSettings settings() {
            return settings(TopicSettings.DEFAULT_PARTITIONS);
        }

        /** How it is to be when it has that many partitions, or is to be made with as many. */
        TopicSettings settings(int partitions) {
            var settings = TopicSettings.of(name).withPartitions(partitions);
            return details == null
                    ? settings
                    : settings.withPartitions(
                                    Objects.requireNonNullElse(details.partitions(), partitions))
                            .withSchema(details.schema())
                            .withRetention(details.retention());
        }
    }

    /**
     * How a topic must be.
     *
     * @param partitions null for as many as it has, or the default of a new one
     */
    public record Details(
            @Nullable Integer partitions, @Nullable String schema, Retention retention) {}

    /**
     * A trigger that must exist.
     *
     * @param start where a new one begins
     */
    public record DeclaredTrigger(TriggerSettings settings, Start start) {}
}
