package dev.perigee.events.postgres;

import dev.perigee.events.Appended;
import dev.perigee.events.PlacedEvent;
import dev.perigee.events.UnknownTopicException;
import dev.perigee.events.postgres.AppendRequest.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/**
 * Commits the events of many requests by one statement, so that nothing is held open between this
 * process and the database: it either commits or it does not, whatever happens to the process.
 */
final class AppendStatement {

    private static final String APPEND =
            "SELECT topic_id, partition, base_offset"
                    + " FROM append_events($1, $2, $3, $4, $5, $6, $7, $8)";

    private final Database database;

    AppendStatement(Database database) {
        this.database = database;
    }

    /** The first offset that each partition's events got; a partition that is gone is missing. */
    Mono<Map<Slot, Long>> commit(List<AppendRequest> requests, Duration lockTimeout) {
        return Mono.defer(() -> run(requests, lockTimeout));
    }

    private Mono<Map<Slot, Long>> run(List<AppendRequest> requests, Duration lockTimeout) {
        var columns = new EventColumns();
        for (var request : requests) {
            for (var event : request.events()) {
                columns.add(request.topicId(), event);
            }
        }
        return columns.bind(database.sql(APPEND), 0)
                .bind(7, lockTimeout.toMillis() + "ms")
                .map(
                        row ->
                                Map.entry(
                                        new Slot(
                                                Objects.requireNonNull(row.get(0, Long.class)),
                                                Objects.requireNonNull(row.get(1, Integer.class))),
                                        Objects.requireNonNull(row.get(2, Long.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Tells the callers where their events lie; {@code requests} as they were committed. */
    static void answer(List<AppendRequest> requests, Map<Slot, Long> bases) {
        var next = new HashMap<>(bases);
        for (var request : requests) {
            if (!bases.keySet().containsAll(request.slots())) {
                request.caller().error(new UnknownTopicException(request.topic()));
                continue;
            }
            var places = new ArrayList<Appended>(request.events().size());
            for (var event : request.events()) {
                var slot = new Slot(request.topicId(), event.partition());
                var offset = Objects.requireNonNull(next.get(slot));
                next.put(slot, offset + 1);
                places.add(new Appended(event.partition(), offset));
            }
            request.caller().success(places);
        }
    }

    /** Events turned into columns for {@code unnest}. */
    static final class EventColumns {

        private final List<Long> topics = new ArrayList<>();
        private final List<Integer> partitions = new ArrayList<>();
        private final List<Integer> ranks = new ArrayList<>();
        private final List<UUID> ids = new ArrayList<>();
        private final List<String> keys = new ArrayList<>();
        private final List<String> payloads = new ArrayList<>();
        private final List<String> headers = new ArrayList<>();
        private final Map<Slot, Integer> counts = new HashMap<>();

        @SuppressWarnings("NullAway")
        void add(long topicId, PlacedEvent event) {
            topics.add(topicId);
            partitions.add(event.partition());
            ranks.add(counts.merge(new Slot(topicId, event.partition()), 1, Integer::sum) - 1);
            ids.add(event.id());
            keys.add(event.key());
            payloads.add(event.payload());
            headers.add(event.headers());
        }

        /** Binds seven arrays from this parameter on. */
        GenericExecuteSpec bind(GenericExecuteSpec statement, int first) {
            return statement
                    .bind(first, topics.toArray(Long[]::new))
                    .bind(first + 1, partitions.toArray(Integer[]::new))
                    .bind(first + 2, ranks.toArray(Integer[]::new))
                    .bind(first + 3, ids.toArray(UUID[]::new))
                    .bind(first + 4, keys.toArray(String[]::new))
                    .bind(first + 5, payloads.toArray(String[]::new))
                    .bind(first + 6, headers.toArray(String[]::new));
        }
    }
}
