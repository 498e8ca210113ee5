package dev.perigee.events.postgres;

import dev.perigee.events.EventPlacer;
import dev.perigee.events.Topic;
import dev.perigee.events.TopicName;
import dev.perigee.events.UnknownTopicException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/**
 * Topics by name, so that an append asks the database nothing beforehand. Entries are read again
 * after some seconds: a schema changed by another process takes that long to be seen here, while a
 * deleted topic is noticed by the append itself.
 */
final class TopicCache {

    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

    private final TopicRepository repository;
    private final ConcurrentHashMap<TopicName, Entry> entries = new ConcurrentHashMap<>();

    TopicCache(TopicRepository repository) {
        this.repository = repository;
    }

    /** A topic with its compiled checks. */
    record Entry(Topic topic, EventPlacer placer, long readAt) {

        static Entry of(Topic topic) {
            return new Entry(topic, new EventPlacer(topic.settings()), System.nanoTime());
        }

        Entry readAgain(Topic now) {
            return now.equals(topic) ? new Entry(topic, placer, System.nanoTime()) : of(now);
        }
    }

    Mono<Entry> get(TopicName name) {
        var known = entries.get(name);
        if (known != null && System.nanoTime() - known.readAt < FRESH_NANOS) {
            return Mono.just(known);
        }
        return repository
                .find(name)
                .map(
                        topic -> {
                            var entry = known == null ? Entry.of(topic) : known.readAgain(topic);
                            entries.put(name, entry);
                            return entry;
                        })
                .switchIfEmpty(
                        Mono.error(
                                () -> {
                                    entries.remove(name);
                                    return new UnknownTopicException(name);
                                }));
    }

    void put(Topic topic) {
        entries.put(topic.name(), Entry.of(topic));
    }

    void forget(TopicName name) {
        entries.remove(name);
    }
}
