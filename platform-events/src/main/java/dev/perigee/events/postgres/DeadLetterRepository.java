package dev.perigee.events.postgres;

import dev.perigee.events.DeadLetter;
import dev.perigee.events.Event;
import dev.perigee.events.postgres.DeliveryStore.Claim;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code dead_letters}. */
final class DeadLetterRepository {

    private static final String SELECT =
            "SELECT id, partition, event_offset, event_id, appended_at, key, payload, headers,"
                    + " attempts, error, parked_at FROM dead_letters WHERE trigger_id = $1 AND ";

    private final Database database;

    DeadLetterRepository(Database database) {
        this.database = database;
    }

    Flux<DeadLetter> list(long triggerId, long afterId, int limit) {
        return database.sql(SELECT + "id > $2 ORDER BY id LIMIT $3")
                .bind(0, triggerId)
                .bind(1, afterId)
                .bind(2, limit)
                .map(DeadLetterRepository::letter)
                .all();
    }

    Mono<DeadLetter> nextRedrive(Claim claim) {
        return database.sql(SELECT + "partition = $2 AND redrive ORDER BY event_offset LIMIT 1")
                .bind(0, claim.trigger().id())
                .bind(1, claim.partition())
                .map(DeadLetterRepository::letter)
                .one();
    }

    Mono<Long> requestRedrive(long triggerId, List<Long> ids) {
        return change(
                "UPDATE dead_letters SET redrive = true WHERE trigger_id = $1 AND (id = ANY ($2) OR"
                        + " $3)",
                triggerId,
                ids);
    }

    /** Drops dead letters; those since the trigger was last moved are counted. */
    Mono<Long> drop(long triggerId, List<Long> ids) {
        return database.sql(
                        "WITH gone AS (DELETE FROM dead_letters WHERE trigger_id = $1 AND (id = ANY"
                            + " ($2) OR $3) RETURNING partition, event_offset), counted AS (UPDATE"
                            + " trigger_positions t SET dropped = t.dropped + n.count FROM (SELECT"
                            + " g.partition, count(*) AS count FROM gone g JOIN trigger_positions p"
                            + " ON p.trigger_id = $1 AND p.partition = g.partition AND"
                            + " g.event_offset >= p.counted_from GROUP BY g.partition) AS n WHERE"
                            + " t.trigger_id = $1 AND t.partition = n.partition) SELECT count(*)"
                            + " FROM gone")
                .bind(0, triggerId)
                .bind(1, ids.toArray(Long[]::new))
                .bind(2, ids.isEmpty())
                .map(row -> Objects.requireNonNull(row.get(0, Long.class)))
                .one();
    }

    Mono<Void> redriveFailed(DeadLetter letter, String error) {
        return database.sql(
                        "UPDATE dead_letters SET redrive = false, attempts = attempts + 1, error ="
                                + " $2, parked_at = clock_timestamp() WHERE id = $1")
                .bind(0, letter.id())
                .bind(1, error)
                .then();
    }

    private Mono<Long> change(String sql, long triggerId, List<Long> ids) {
        return database.sql(sql)
                .bind(0, triggerId)
                .bind(1, ids.toArray(Long[]::new))
                .bind(2, ids.isEmpty())
                .fetch()
                .rowsUpdated();
    }

    private static DeadLetter letter(Readable row) {
        var event =
                new Event(
                        Objects.requireNonNull(row.get("event_id", UUID.class)),
                        Rows.integer(row, "partition"),
                        Rows.number(row, "event_offset"),
                        row.get("key", String.class),
                        Rows.text(row, "payload"),
                        EventReader.headers(row.get("headers", String.class)),
                        Rows.time(row, "appended_at"));
        return new DeadLetter(
                Rows.number(row, "id"),
                event,
                Rows.integer(row, "attempts"),
                Rows.text(row, "error"),
                Rows.time(row, "parked_at"));
    }
}
