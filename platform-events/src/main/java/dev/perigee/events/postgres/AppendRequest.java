package dev.perigee.events.postgres;

import dev.perigee.events.Appended;
import dev.perigee.events.PlacedEvent;
import dev.perigee.events.Topic;
import dev.perigee.events.TopicName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.MonoSink;

/** One caller's events, waiting for their commit. */
record AppendRequest(
        long topicId,
        TopicName topic,
        List<PlacedEvent> events,
        Set<Slot> slots,
        long bytes,
        MonoSink<List<Appended>> caller) {

    /** A partition of some topic, named as the database knows it. */
    record Slot(long topicId, int partition) {}

    static AppendRequest of(
            Topic topic, List<PlacedEvent> events, MonoSink<List<Appended>> caller) {
        var id = topic.id();
        if (events.size() == 1) {
            var event = events.getFirst();
            var slot = Set.of(new Slot(id, event.partition()));
            return new AppendRequest(id, topic.name(), events, slot, event.bytes(), caller);
        }
        var slots =
                events.stream()
                        .map(event -> new Slot(id, event.partition()))
                        .collect(Collectors.toUnmodifiableSet());
        var bytes = events.stream().mapToLong(PlacedEvent::bytes).sum();
        return new AppendRequest(id, topic.name(), events, slots, bytes, caller);
    }
}
