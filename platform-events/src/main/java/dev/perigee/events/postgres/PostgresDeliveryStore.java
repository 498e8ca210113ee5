package dev.perigee.events.postgres;

import dev.perigee.events.Committed;
import dev.perigee.events.DeadLetter;
import dev.perigee.events.Event;
import dev.perigee.events.EventLog;
import dev.perigee.events.EventPage;
import dev.perigee.events.EventQuery;
import dev.perigee.events.StateStore;
import dev.perigee.events.UnitCommit;
import dev.perigee.events.UnitCommitter;
import dev.perigee.events.UnitOfWork;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import java.time.Duration;
import java.time.ZoneOffset;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** {@code trigger_positions} as deliveries use it; each statement checks epoch and position. */
final class PostgresDeliveryStore implements DeliveryStore {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String WHERE_OWNED =
            " WHERE t.trigger_id = $1 AND t.partition = $2 AND t.epoch = $3 AND t.position = $4";

    private final Database database;
    private final EventLog log;
    private final StateStore state;
    private final UnitCommitter committer;
    private final DeadLetterRepository letters;

    PostgresDeliveryStore(
            Database database, EventLog log, StateStore state, UnitCommitter committer) {
        this.database = database;
        this.log = log;
        this.state = state;
        this.committer = committer;
        this.letters = new DeadLetterRepository(database);
    }

    @Override
    public Mono<Cursor> load(Claim claim) {
        return database.sql(
                        "SELECT position, attempts, solo_until, blocked, (greatest(0, extract(epoch"
                            + " FROM retry_at - clock_timestamp()) * 1000))::bigint AS pause FROM"
                            + " trigger_positions WHERE trigger_id = $1 AND partition = $2 AND"
                            + " epoch = $3")
                .bind(0, claim.trigger().id())
                .bind(1, claim.partition())
                .bind(2, claim.epoch())
                .map(
                        row ->
                                new Cursor(
                                        Rows.number(row, "position"),
                                        Rows.integer(row, "attempts"),
                                        Rows.number(row, "solo_until"),
                                        Duration.ofMillis(Rows.number(row, "pause")),
                                        Rows.bool(row, "blocked")))
                .one();
    }

    @Override
    public Mono<EventPage> read(Claim claim, long from, int limit) {
        return log.read(
                EventQuery.of(claim.trigger().settings().topic(), claim.partition(), from, limit));
    }

    @Override
    public UnitOfWork begin(Claim claim) {
        return new UnitOfWork(claim.trigger().space(), state, committer);
    }

    @Override
    public Mono<Committed> commit(UnitCommit unit) {
        return committer.commit(unit);
    }

    @Override
    public Mono<Boolean> beginAttempt(Claim claim, Cursor cursor) {
        // Need not wait for the disk: only a crash of the database's machine could undo it.
        return owned(
                        database.sql(
                                "WITH quick AS (SELECT set_config('synchronous_commit', 'off',"
                                        + " true)) UPDATE trigger_positions t SET attempts = $5,"
                                        + " solo_until = $6, retry_at = NULL FROM quick"
                                        + WHERE_OWNED),
                        claim,
                        cursor)
                .bind(4, cursor.attempts())
                .bind(5, cursor.soloUntil())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    @Override
    public Mono<Boolean> retryLater(Claim claim, Cursor cursor, String error) {
        return owned(
                        database.sql(
                                "UPDATE trigger_positions t SET attempts = $5, last_error = $6,"
                                    + " retried = retried + 1, retry_at = clock_timestamp() + $7 *"
                                    + " interval '1 millisecond'"
                                        + WHERE_OWNED),
                        claim,
                        cursor)
                .bind(4, cursor.attempts())
                .bind(5, error)
                .bind(6, cursor.retryIn().toMillis())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    @Override
    public Mono<Boolean> park(Claim claim, Cursor cursor, Event event, String error) {
        var next = PartitionWorker.moved(cursor, event.offset() + 1);
        var headers = event.headers().isEmpty() ? null : JSON.writeValueAsString(event.headers());
        return owned(
                        database.sql(
                                "WITH moved AS (UPDATE trigger_positions t SET position = $5,"
                                        + " attempts = $6, retry_at = NULL, last_error = $7"
                                        + WHERE_OWNED
                                        + " RETURNING 1) INSERT INTO dead_letters (trigger_id,"
                                        + " partition, event_offset, event_id, appended_at, key,"
                                        + " payload, headers, attempts, error, parked_at) SELECT"
                                        + " $1, $2, $4, $8, $9, $10, $11, $12, $13, $7,"
                                        + " clock_timestamp() FROM moved ON CONFLICT (trigger_id,"
                                        + " partition, event_offset) DO UPDATE SET attempts ="
                                        + " EXCLUDED.attempts, error = EXCLUDED.error, parked_at ="
                                        + " EXCLUDED.parked_at, redrive = false"),
                        claim,
                        cursor)
                .bind(4, next.position())
                .bind(5, next.attempts())
                .bind(6, error)
                .bind(7, event.id())
                .bind(8, event.appendedAt().atOffset(ZoneOffset.UTC))
                .bind(9, Parameters.in(R2dbcType.VARCHAR, event.key()))
                .bind(10, event.payload())
                .bind(11, Parameters.in(R2dbcType.VARCHAR, headers))
                .bind(12, cursor.attempts())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    @Override
    public Mono<Boolean> block(Claim claim, Cursor cursor, String error) {
        return owned(
                        database.sql(
                                "UPDATE trigger_positions t SET blocked = true, retry_at = NULL,"
                                        + " last_error = $5"
                                        + WHERE_OWNED),
                        claim,
                        cursor)
                .bind(4, error)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    @Override
    public Mono<Boolean> skip(Claim claim, Cursor cursor, long to) {
        return owned(
                        database.sql(
                                "UPDATE trigger_positions t SET position = $5, dropped = dropped +"
                                        + " $5 - $4, attempts = 0"
                                        + WHERE_OWNED),
                        claim,
                        cursor)
                .bind(4, to)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private static GenericExecuteSpec owned(GenericExecuteSpec sql, Claim claim, Cursor cursor) {
        return sql.bind(0, claim.trigger().id())
                .bind(1, claim.partition())
                .bind(2, claim.epoch())
                .bind(3, cursor.position());
    }

    @Override
    public Mono<DeadLetter> nextRedrive(Claim claim) {
        return letters.nextRedrive(claim);
    }

    @Override
    public Mono<Void> redriveFailed(DeadLetter letter, String error) {
        return letters.redriveFailed(letter, error);
    }
}
