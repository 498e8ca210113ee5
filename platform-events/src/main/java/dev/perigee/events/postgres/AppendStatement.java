package dev.perigee.events.postgres;

import dev.perigee.events.Appended;
import dev.perigee.events.IdempotencyKeyReusedException;
import dev.perigee.events.OnceAppend;
import dev.perigee.events.PlacedEvent;
import dev.perigee.events.Topic;
import dev.perigee.events.UnknownTopicException;
import dev.perigee.events.postgres.AppendRequest.Slot;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
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

    /**
     * The same for the writer's connection. Its session never reads a table from front to end, so
     * the counter rows are visited, and locked, in the order of their key, whatever plan it has.
     */
    private static final String APPEND_GROUP =
            "WITH advanced AS (UPDATE topic_partitions p SET next_offset = p.next_offset + s.n"
                    + " FROM unnest($1, $2, $3) WITH ORDINALITY AS s (topic_id, partition, n, slot)"
                    + " WHERE p.topic_id = s.topic_id AND p.partition = s.partition"
                    + " RETURNING s.slot, p.partition, p.segment_id, p.next_offset - s.n AS"
                    + " base_offset, clock_timestamp() AS appended_at), inserted AS ("
                    + "INSERT INTO events (segment_id, partition, event_offset, id, appended_at,"
                    + " key, payload, headers) SELECT a.segment_id, a.partition, a.base_offset +"
                    + " i.rank, i.id, a.appended_at, i.key, i.payload, i.headers FROM (SELECT"
                    + " unnest($4) AS slot, unnest($5) AS rank, unnest($6) AS id, unnest($7) AS"
                    + " key, unnest($8) AS payload, unnest($9) AS headers) AS i JOIN advanced a ON"
                    + " a.slot = i.slot) SELECT slot, base_offset FROM advanced";

    private static final String APPEND_ONCE =
            "SELECT topic_id, partition, base_offset"
                    + " FROM append_events_once($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    private static final String REUSED = "EV004";

    /** A single event needs no arrays; with nothing else to do this is most of its way. */
    private static final String APPEND_ONE =
            "WITH advanced AS (UPDATE topic_partitions SET next_offset = next_offset + 1 WHERE"
                    + " topic_id = $1 AND partition = $2 RETURNING segment_id, next_offset - 1 AS"
                    + " base_offset) INSERT INTO events (segment_id, partition, event_offset, id,"
                    + " appended_at, key, payload, headers) SELECT segment_id, $2, base_offset, $3,"
                    + " clock_timestamp(), $4, $5, $6 FROM advanced RETURNING event_offset";

    private final Database database;

    AppendStatement(Database database) {
        this.database = database;
    }

    /** Commits on the writer's connection, behind what was sent there before. */
    Mono<Map<Slot, Long>> commit(List<AppendRequest> requests, WriterConnection writer) {
        return Mono.defer(
                        () ->
                                requests.size() == 1 && requests.getFirst().events().size() == 1
                                        ? runOne(requests.getFirst(), writer)
                                        : runGroup(requests, writer))
                .retryWhen(Database.repeating());
    }

    private static Mono<Map<Slot, Long>> runOne(AppendRequest request, WriterConnection writer) {
        var event = request.events().getFirst();
        return writer.run(
                        connection ->
                                connection
                                        .createStatement(APPEND_ONE)
                                        .bind(0, request.topicId())
                                        .bind(1, event.partition())
                                        .bind(2, event.id())
                                        .bind(3, Parameters.in(R2dbcType.VARCHAR, event.key()))
                                        .bind(4, event.payload())
                                        .bind(5, Parameters.in(R2dbcType.VARCHAR, event.headers())),
                        row -> Rows.number(row, "event_offset"))
                .singleOrEmpty()
                .map(offset -> Map.of(new Slot(request.topicId(), event.partition()), offset))
                .defaultIfEmpty(Map.of());
    }

    private static Mono<Map<Slot, Long>> runGroup(
            List<AppendRequest> requests, WriterConnection writer) {
        var slots = new ArrayList<Slot>();
        return writer.run(
                        connection -> {
                            var statement = connection.createStatement(APPEND_GROUP);
                            slots.addAll(EventColumns.of(requests).bindBySlot(statement));
                            return statement;
                        },
                        row -> Map.entry(slots.get((int) number(row, 0) - 1), number(row, 1)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static long number(Readable row, int column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }

    /** The first offset that each partition's events got; a partition that is gone is missing. */
    Mono<Map<Slot, Long>> commit(List<AppendRequest> requests, Duration lockTimeout) {
        return Mono.defer(() -> run(requests, lockTimeout)).retryWhen(Database.repeating());
    }

    private Mono<Map<Slot, Long>> run(List<AppendRequest> requests, Duration lockTimeout) {
        return EventColumns.of(requests)
                .bind(database.sql(APPEND), 0)
                .bind(EventColumns.COUNT, lockTimeout.toMillis() + "ms")
                .map(AppendStatement::base)
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Appends events of one topic once; a repetition gets the first answer. */
    Mono<List<Appended>> commitOnce(Topic topic, OnceAppend once, List<PlacedEvent> events) {
        return Mono.defer(() -> runOnce(topic, once, events))
                .retryWhen(Database.repeating())
                .onErrorMap(
                        error -> REUSED.equals(Database.stateOf(error)),
                        _ -> new IdempotencyKeyReusedException(once.key()))
                .map(
                        bases -> {
                            if (bases.isEmpty()) {
                                throw new UnknownTopicException(topic.name());
                            }
                            var next = new HashMap<>(bases);
                            return events.stream()
                                    .map(e -> nextPlace(next, new Slot(topic.id(), e.partition())))
                                    .toList();
                        });
    }

    private Mono<Map<Slot, Long>> runOnce(Topic topic, OnceAppend once, List<PlacedEvent> events) {
        var bytes = events.stream().mapToLong(PlacedEvent::bytes).sum();
        var columns = new EventColumns(events.size(), bytes);
        events.forEach(event -> columns.add(topic.id(), event));
        return columns.bind(database.sql(APPEND_ONCE), 2)
                .bind(0, once.key())
                .bind(1, once.fingerprint())
                .bind(2 + EventColumns.COUNT, "5s")
                .map(AppendStatement::base)
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static Map.Entry<Slot, Long> base(Readable row) {
        var slot = new Slot(Rows.number(row, "topic_id"), Rows.integer(row, "partition"));
        return Map.entry(slot, Rows.number(row, "base_offset"));
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
