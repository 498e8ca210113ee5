package dev.perigee.schedules;

import dev.perigee.events.Retention;
import dev.perigee.events.Start;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerSettings;
import java.time.Duration;

/**
 * A function that runs by the clock.
 *
 * @param name of the schedule and of its trigger
 * @param function of the same namespace
 */
public record Schedule(
        String namespace, String name, String function, CronTime when, MissedFires missed) {

    private static final Duration KEPT = Duration.ofDays(30);

    public Schedule {
        var _ = new TriggerName(namespace, name);
        var _ = topic(namespace, name);
    }

    static TopicName topic(String namespace, String name) {
        return new TopicName(namespace, "schedules/" + name);
    }

    /** The built-in topic of its fires, kept for a month. */
    public TopicSettings topic() {
        return TopicSettings.of(topic(namespace, name))
                .withPartitions(1)
                .withRetention(new Retention(KEPT, null));
    }

    /** The trigger that runs the function on each fire. */
    public TriggerSettings trigger() {
        return TriggerSettings.of(
                new TriggerName(namespace, name), topic(namespace, name), function);
    }

    /** Where that trigger begins. */
    public static Start start() {
        return new Start.Latest();
    }
}
