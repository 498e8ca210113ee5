package dev.perigee.guests;

import dev.perigee.events.TopicSettings;
import dev.perigee.events.memory.InMemoryEventLog;
import dev.perigee.events.memory.InMemoryStateStore;
import dev.perigee.executor.GuestServices;
import java.time.Clock;
import java.util.List;

/**
 * What the tests of a project can call without a platform: {@code topics} and {@code state}, in
 * memory. There is no unit of work around a test, so each call takes effect at once.
 */
public final class LocalServices {

    private LocalServices() {}

    /** New services with these topics and an empty state. */
    public static GuestServices inMemory(List<TopicSettings> topics) {
        var log = new InMemoryEventLog(Clock.systemUTC());
        // Nothing in memory waits, so the topics are there when this returns.
        topics.forEach(topic -> log.define(topic).subscribe());
        var state = new InMemoryStateStore(Clock.systemUTC());
        return new PlatformServices(List.of(new TopicsService(log), new StateService(state)));
    }
}
