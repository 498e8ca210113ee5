package dev.perigee.events.postgres;

import dev.perigee.events.NewEvent;
import dev.perigee.events.ReplayBehindException;
import dev.perigee.events.Replays;
import dev.perigee.events.Start;
import dev.perigee.events.Trigger;
import dev.perigee.events.TriggerName;
import dev.perigee.events.UnknownTriggerException;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Replays as rows of {@code triggers} with a generation and {@code replay_of}. */
final class PostgresReplays implements Replays {

    private final Database database;
    private final TriggerRepository repository;
    private final PostgresTriggers triggers;
    private final Signals signals;

    PostgresReplays(Database database, PostgresTriggers triggers, Signals signals) {
        this.database = database;
        this.repository = new TriggerRepository(database);
        this.triggers = triggers;
        this.signals = signals;
    }

    @Override
    public Mono<Trigger> start(TriggerName name, Rehearsal rehearsal, Start from) {
        return repository
                .require(name)
                .filter(trigger -> !trigger.isReplay())
                .switchIfEmpty(Mono.error(() -> new UnknownTriggerException(name)))
                .flatMap(
                        trigger ->
                                triggers.positions(trigger.settings().topic(), from)
                                        .flatMap(
                                                positions -> insert(trigger, rehearsal, positions)))
                .doOnNext(_ -> signals.committed(Signals.ANY_TOPIC))
                .onErrorMap(error -> Database.translate("starting the replay", error));
    }

    private Mono<Trigger> insert(Trigger of, Rehearsal rehearsal, List<Long> positions) {
        var other = rehearsal.function();
        return database.inTransaction(
                database.sql(
                                "INSERT INTO triggers (namespace, name, topic_id, function,"
                                    + " batch_size, max_attempts, first_delay_millis,"
                                    + " max_delay_millis, on_failure, generation, replay_of,"
                                    + " function_version) SELECT t.namespace, left(t.name, 170) ||"
                                    + " '.replay-' || g, t.topic_id, $2, t.batch_size,"
                                    + " t.max_attempts, t.first_delay_millis, t.max_delay_millis,"
                                    + " t.on_failure, g, t.id, $3 FROM triggers t,"
                                    + " nextval('state_generations') AS g WHERE t.id = $1 RETURNING"
                                    + " id, name")
                        .bind(0, of.id())
                        .bind(1, other == null ? of.settings().function() : other)
                        .bind(2, Parameters.in(R2dbcType.VARCHAR, rehearsal.version()))
                        .map(row -> new Inserted(Rows.number(row, "id"), Rows.text(row, "name")))
                        .one()
                        .flatMap(
                                row ->
                                        repository
                                                .addPositions(row.id(), positions)
                                                .thenReturn(row.name())
                                                .map(
                                                        name ->
                                                                new TriggerName(
                                                                        of.name().namespace(),
                                                                        name)))
                        .flatMap(repository::require));
    }

    private record Inserted(long id, String name) {}

    @Override
    public Flux<Difference> compare(TriggerName replay, String after, int limit) {
        return require(replay)
                .flatMapMany(
                        trigger ->
                                database.sql("SELECT * FROM compare_replay($1, $2, $3)")
                                        .bind(0, trigger.id())
                                        .bind(1, after)
                                        .bind(2, limit)
                                        .map(PostgresReplays::differenceOf)
                                        .all())
                .onErrorMap(error -> Database.translate("comparing the replay", error));
    }

    private static Difference differenceOf(Readable row) {
        return new Difference(
                Rows.text(row, "key"),
                row.get("live_value", String.class),
                row.get("replay_value", String.class));
    }

    @Override
    public Flux<Captured> captured(TriggerName replay, long after, int limit) {
        return require(replay)
                .flatMapMany(
                        trigger ->
                                database.sql(
                                                "SELECT id, topic, key, payload, headers FROM"
                                                    + " captured_events WHERE trigger_id = $1 AND"
                                                    + " id > $2 ORDER BY id LIMIT $3")
                                        .bind(0, trigger.id())
                                        .bind(1, after)
                                        .bind(2, limit)
                                        .map(PostgresReplays::capturedOf)
                                        .all())
                .onErrorMap(error -> Database.translate("listing captured events", error));
    }

    private static Captured capturedOf(Readable row) {
        return new Captured(
                Rows.number(row, "id"),
                Rows.text(row, "topic"),
                new NewEvent(
                        null,
                        row.get("key", String.class),
                        Rows.text(row, "payload"),
                        EventReader.headers(row.get("headers", String.class))));
    }

    @Override
    public Mono<Void> promote(TriggerName replay) {
        return require(replay)
                .flatMap(
                        trigger ->
                                database.sql("SELECT promote_replay($1)")
                                        .bind(0, trigger.id())
                                        .map(row -> Objects.requireNonNull(row.get(0, Long.class)))
                                        .one())
                .flatMap(
                        behind ->
                                behind > 0
                                        ? Mono.error(new ReplayBehindException(replay, behind))
                                        : Mono.fromRunnable(
                                                () -> signals.committed(Signals.ANY_TOPIC)))
                .onErrorMap(error -> Database.translate("promoting the replay", error))
                .then();
    }

    @Override
    public Mono<Void> discard(TriggerName replay) {
        return require(replay)
                .flatMap(_ -> repository.delete(replay))
                .onErrorMap(error -> Database.translate("discarding the replay", error));
    }

    private Mono<Trigger> require(TriggerName replay) {
        return repository
                .require(replay)
                .filter(Trigger::isReplay)
                .switchIfEmpty(Mono.error(() -> new UnknownTriggerException(replay)));
    }
}
