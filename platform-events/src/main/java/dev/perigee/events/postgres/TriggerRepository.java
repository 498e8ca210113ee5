package dev.perigee.events.postgres;

import dev.perigee.events.OnFailure;
import dev.perigee.events.RetryPolicy;
import dev.perigee.events.TopicName;
import dev.perigee.events.Trigger;
import dev.perigee.events.TriggerConflictException;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerSettings;
import dev.perigee.events.UnknownTriggerException;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The tables {@code triggers} and, where they change with it, {@code trigger_positions}. */
final class TriggerRepository {

    private static final String SELECT =
            "SELECT t.id, t.namespace, t.name, t.function, t.batch_size, t.max_attempts,"
                + " t.first_delay_millis, t.max_delay_millis, t.on_failure, t.paused, t.generation,"
                + " t.function_version, t.revision, t.created_at, o.namespace AS topic_namespace,"
                + " o.name AS topic_name FROM triggers t JOIN topics o ON o.id = t.topic_id ";

    private final Database database;

    TriggerRepository(Database database) {
        this.database = database;
    }

    Mono<Trigger> find(TriggerName name) {
        return database.sql(SELECT + "WHERE t.namespace = $1 AND t.name = $2")
                .bind(0, name.namespace())
                .bind(1, name.name())
                .map(TriggerRepository::trigger)
                .one();
    }

    Mono<Trigger> require(TriggerName name) {
        return find(name).switchIfEmpty(Mono.error(() -> new UnknownTriggerException(name)));
    }

    Flux<Trigger> findAll(List<Long> ids) {
        return database.sql(SELECT + "WHERE t.id = ANY ($1)")
                .bind(0, ids.toArray(Long[]::new))
                .map(TriggerRepository::trigger)
                .all();
    }

    Flux<Trigger> list(String namespace) {
        return database.sql(SELECT + "WHERE t.namespace = $1 ORDER BY t.name")
                .bind(0, namespace)
                .map(TriggerRepository::trigger)
                .all();
    }

    /** Creates the trigger with these positions, by partition, or changes the one that exists. */
    Mono<Trigger> define(TriggerSettings settings, long topicId, List<Long> positions) {
        return database.inTransaction(
                insert(settings, topicId, positions)
                        .switchIfEmpty(Mono.defer(() -> change(settings).thenReturn(true)))
                        .then(Mono.defer(() -> require(settings.name()))));
    }

    /** Creates the trigger with these positions, by partition. */
    Mono<Trigger> create(TriggerSettings settings, long topicId, List<Long> positions) {
        return database.inTransaction(
                insert(settings, topicId, positions)
                        .switchIfEmpty(
                                require(settings.name())
                                        .map(
                                                existing -> {
                                                    throw TriggerConflictException.exists(existing);
                                                }))
                        .then(Mono.defer(() -> require(settings.name()))));
    }

    private Mono<Boolean> insert(TriggerSettings settings, long topicId, List<Long> positions) {
        var insert =
                database.sql(
                        "INSERT INTO triggers (namespace, name, topic_id, function, batch_size,"
                            + " max_attempts, first_delay_millis, max_delay_millis, on_failure)"
                            + " VALUES ($1, $2, $9, $3, $4, $5, $6, $7, $8) ON CONFLICT (namespace,"
                            + " name) DO NOTHING RETURNING id");
        return bind(insert, settings)
                .bind(8, topicId)
                .map(row -> Rows.number(row, "id"))
                .one()
                .flatMap(id -> addPositions(id, positions).thenReturn(true));
    }

    Mono<Void> addPositions(long id, List<Long> positions) {
        return database.sql(
                        "INSERT INTO trigger_positions (trigger_id, partition, position,"
                                + " counted_from) SELECT $1, n - 1, p, p FROM unnest($2) WITH"
                                + " ORDINALITY AS u (p, n)")
                .bind(0, id)
                .bind(1, positions.toArray(Long[]::new))
                .then();
    }

    private Mono<Void> change(TriggerSettings settings) {
        return require(settings.name())
                .flatMap(
                        existing -> {
                            if (!existing.settings().topic().equals(settings.topic())) {
                                return Mono.error(new TriggerConflictException(existing));
                            }
                            return bind(
                                            database.sql(
                                                    "UPDATE triggers SET function = $3, batch_size"
                                                        + " = $4, max_attempts = $5,"
                                                        + " first_delay_millis = $6,"
                                                        + " max_delay_millis = $7, on_failure = $8,"
                                                        + " revision = revision + 1 WHERE namespace"
                                                        + " = $1 AND name = $2"),
                                            settings)
                                    .then();
                        });
    }

    private static GenericExecuteSpec bind(GenericExecuteSpec sql, TriggerSettings settings) {
        return sql.bind(0, settings.name().namespace())
                .bind(1, settings.name().name())
                .bind(2, settings.function())
                .bind(3, settings.batchSize())
                .bind(4, settings.retry().attempts())
                .bind(5, settings.retry().firstDelay().toMillis())
                .bind(6, settings.retry().maxDelay().toMillis())
                .bind(7, settings.onFailure().name().toLowerCase(Locale.ROOT));
    }

    /** Deletes a trigger with its replays and their shadows. */
    Mono<Void> delete(TriggerName name) {
        return database.inTransaction(
                require(name)
                        .flatMap(trigger -> deleteShadows(trigger.id()).thenReturn(trigger.id()))
                        .flatMap(
                                id ->
                                        database.sql("DELETE FROM triggers WHERE id = $1")
                                                .bind(0, id)
                                                .then()));
    }

    private Mono<Void> deleteShadows(long id) {
        return database.sql(
                        "DELETE FROM state_entries s USING triggers t WHERE (t.id = $1 OR"
                                + " t.replay_of = $1) AND t.generation <> 0 AND s.namespace ="
                                + " t.namespace AND s.generation = t.generation")
                .bind(0, id)
                .then();
    }

    Mono<Void> pause(long id) {
        return database.sql("UPDATE triggers SET paused = true WHERE id = $1").bind(0, id).then();
    }

    Mono<Void> resume(long id) {
        return database.inTransaction(
                database.sql("UPDATE triggers SET paused = false WHERE id = $1")
                        .bind(0, id)
                        .then()
                        .then(
                                database.sql(
                                                "UPDATE trigger_positions SET blocked = false,"
                                                    + " attempts = 0, retry_at = NULL, epoch ="
                                                    + " epoch + 1, owner = NULL WHERE trigger_id ="
                                                    + " $1 AND blocked")
                                        .bind(0, id)
                                        .then()));
    }

    Mono<Void> seek(long id, List<Long> positions) {
        return database.sql(
                        "UPDATE trigger_positions t SET position = u.p, counted_from = u.p,"
                            + " delivered = 0, dropped = 0, attempts = 0, solo_until = 0, retry_at"
                            + " = NULL, blocked = false, last_error = NULL, epoch = epoch + 1,"
                            + " owner = NULL FROM unnest($2) WITH ORDINALITY AS u (p, n) WHERE"
                            + " t.trigger_id = $1 AND t.partition = u.n - 1")
                .bind(0, id)
                .bind(1, positions.toArray(Long[]::new))
                .then();
    }

    private static Trigger trigger(Readable row) {
        var settings =
                new TriggerSettings(
                        new TriggerName(Rows.text(row, "namespace"), Rows.text(row, "name")),
                        new TopicName(
                                Rows.text(row, "topic_namespace"), Rows.text(row, "topic_name")),
                        Rows.text(row, "function"),
                        Rows.integer(row, "batch_size"),
                        new RetryPolicy(
                                Rows.integer(row, "max_attempts"),
                                Duration.ofMillis(Rows.number(row, "first_delay_millis")),
                                Duration.ofMillis(Rows.number(row, "max_delay_millis"))),
                        OnFailure.valueOf(Rows.text(row, "on_failure").toUpperCase(Locale.ROOT)));
        return new Trigger(
                Rows.number(row, "id"),
                settings,
                Rows.bool(row, "paused"),
                new Trigger.Shadow(
                        Rows.number(row, "generation"), row.get("function_version", String.class)),
                Rows.number(row, "revision"),
                Rows.time(row, "created_at"));
    }
}
