package dev.perigee.events.postgres;

import dev.perigee.events.DeadLetter;
import dev.perigee.events.DeadLetterFilter;
import dev.perigee.events.Event;
import dev.perigee.events.postgres.DeliveryStore.Claim;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code dead_letters}. */
final class DeadLetterRepository {

    private static final String SELECT =
            "SELECT id, partition, event_offset, event_id, appended_at, key, payload, headers,"
                    + " attempts, error, parked_at FROM dead_letters WHERE trigger_id = $1 AND ";

    private static final String FILTER =
            "(cardinality($2::bigint[]) = 0 OR id = ANY ($2)) AND ($3::text IS NULL OR key = $3)"
                    + " AND ($4::integer IS NULL OR partition = $4) AND ($5::text IS NULL OR"
                    + " strpos(lower(error), lower($5)) > 0) AND ($6::timestamptz IS NULL OR"
                    + " parked_at < $6)";

    private final Database database;

    DeadLetterRepository(Database database) {
        this.database = database;
    }

    Flux<DeadLetter> list(long triggerId, DeadLetterFilter filter, long afterId, int limit) {
        return bind(
                        database.sql(SELECT + "id > $7 AND " + FILTER + " ORDER BY id LIMIT $8"),
                        triggerId,
                        filter)
                .bind(6, afterId)
                .bind(7, limit)
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

    Mono<Long> requestRedrive(long triggerId, DeadLetterFilter filter) {
        return bind(
                        database.sql(
                                "UPDATE dead_letters SET redrive = true WHERE trigger_id = $1 AND "
                                        + FILTER),
                        triggerId,
                        filter)
                .fetch()
                .rowsUpdated();
    }

    /** Drops dead letters; those since the trigger was last moved are counted. */
    Mono<Long> drop(long triggerId, DeadLetterFilter filter) {
        return bind(
                        database.sql(
                                "WITH gone AS (DELETE FROM dead_letters WHERE trigger_id = $1 AND "
                                        + FILTER
                                        + " RETURNING partition, event_offset), counted AS (UPDATE"
                                        + " trigger_positions t SET dropped = t.dropped + n.count"
                                        + " FROM (SELECT g.partition, count(*) AS count FROM gone g"
                                        + " JOIN trigger_positions p ON p.trigger_id = $1 AND"
                                        + " p.partition = g.partition AND g.event_offset >="
                                        + " p.counted_from GROUP BY g.partition) AS n WHERE"
                                        + " t.trigger_id = $1 AND t.partition = n.partition) SELECT"
                                        + " count(*) FROM gone"),
                        triggerId,
                        filter)
                .map(row -> Objects.requireNonNull(row.get(0, Long.class)))
                .one();
    }

    private static GenericExecuteSpec bind(
            GenericExecuteSpec sql, long triggerId, DeadLetterFilter filter) {
        var before = filter.before() == null ? null : filter.before().atOffset(ZoneOffset.UTC);
        return sql.bind(0, triggerId)
                .bind(1, filter.ids().toArray(Long[]::new))
                .bind(2, Parameters.in(R2dbcType.VARCHAR, filter.key()))
                .bind(3, Parameters.in(R2dbcType.INTEGER, filter.partition()))
                .bind(4, Parameters.in(R2dbcType.VARCHAR, filter.error()))
                .bind(5, Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE, before));
    }

    Mono<Void> redriveFailed(DeadLetter letter, String error) {
        return database.sql(
                        "UPDATE dead_letters SET redrive = false, attempts = attempts + 1, error ="
                                + " $2, parked_at = clock_timestamp() WHERE id = $1")
                .bind(0, letter.id())
                .bind(1, error)
                .then();
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
