package dev.perigee.events.postgres;

import dev.perigee.events.Appended;
import dev.perigee.events.UnknownTopicException;
import dev.perigee.events.postgres.AppendRequest.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        return Mono.defer(() -> run(requests, lockTimeout)).retryWhen(Database.repeating());
    }

    private Mono<Map<Slot, Long>> run(List<AppendRequest> requests, Duration lockTimeout) {
        var columns = new EventColumns();
        for (var request : requests) {
            for (var event : request.events()) {
                columns.add(request.topicId(), event);
            }
        }
        return columns.bind(database.sql(APPEND), 0)
                .bind(EventColumns.COUNT, lockTimeout.toMillis() + "ms")
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
                places.add(nextPlace(next, new Slot(request.topicId(), event.partition())));
            }
            request.caller().success(places);
        }
    }

    /** Takes the next offset of a partition. */
    static Appended nextPlace(Map<Slot, Long> next, Slot slot) {
        var offset = Objects.requireNonNull(next.get(slot));
        next.put(slot, offset + 1);
        return new Appended(slot.partition(), offset);
    }
}
