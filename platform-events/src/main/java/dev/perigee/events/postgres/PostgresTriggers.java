package dev.perigee.events.postgres;

import dev.perigee.events.DeadLetter;
import dev.perigee.events.DeadLetterFilter;
import dev.perigee.events.EventLog;
import dev.perigee.events.PartitionRange;
import dev.perigee.events.Start;
import dev.perigee.events.TopicName;
import dev.perigee.events.Trigger;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerProgress;
import dev.perigee.events.TriggerSettings;
import dev.perigee.events.Triggers;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Triggers in the tables {@code triggers}, {@code trigger_positions} and {@code dead_letters}. */
final class PostgresTriggers implements Triggers {

    private final Database database;
    private final EventLog log;
    private final TopicCache topics;
    private final Signals signals;
    private final TriggerRepository repository;
    private final DeadLetterRepository letters;

    PostgresTriggers(Database database, EventLog log, TopicCache topics, Signals signals) {
        this.database = database;
        this.log = log;
        this.topics = topics;
        this.signals = signals;
        this.repository = new TriggerRepository(database);
        this.letters = new DeadLetterRepository(database);
    }

    @Override
    public Mono<Trigger> define(TriggerSettings settings, Start start) {
        return store(settings, start, repository::define);
    }

    @Override
    public Mono<Trigger> create(TriggerSettings settings, Start start) {
        return store(settings, start, repository::create);
    }

    /** How a trigger with these positions is stored. */
    private interface Storing {
        Mono<Trigger> store(TriggerSettings settings, long topicId, List<Long> positions);
    }

    private Mono<Trigger> store(TriggerSettings settings, Start start, Storing storing) {
        return topics.get(settings.topic())
                .flatMap(
                        topic ->
                                positions(settings.topic(), start)
                                        .flatMap(
                                                positions ->
                                                        storing.store(
                                                                settings,
                                                                topic.topic().id(),
                                                                positions)))
                .doOnNext(_ -> changed())
                .onErrorMap(error -> Database.translate("defining the trigger", error));
    }

    @Override
    public Mono<Trigger> trigger(TriggerName name) {
        return repository
                .find(name)
                .onErrorMap(error -> Database.translate("looking the trigger up", error));
    }

    @Override
    public Flux<Trigger> triggers(String namespace) {
        return repository
                .list(namespace)
                .onErrorMap(error -> Database.translate("listing the triggers", error));
    }

    @Override
    public Mono<Void> delete(TriggerName name) {
        return repository
                .delete(name)
                .doOnSuccess(_ -> changed())
                .onErrorMap(error -> Database.translate("deleting the trigger", error));
    }

    @Override
    public Mono<Void> pause(TriggerName name) {
        return change(name, trigger -> repository.pause(trigger.id()));
    }

    @Override
    public Mono<Void> resume(TriggerName name) {
        return change(name, trigger -> repository.resume(trigger.id()));
    }

    @Override
    public Mono<Void> seek(TriggerName name, Start to) {
        return change(
                name,
                trigger ->
                        positions(trigger.settings().topic(), to)
                                .flatMap(positions -> repository.seek(trigger.id(), positions)));
    }

    private Mono<Void> change(TriggerName name, Function<Trigger, Mono<Void>> change) {
        return repository
                .require(name)
                .flatMap(trigger -> change.apply(trigger).thenReturn(trigger))
                .doOnNext(_ -> changed())
                .onErrorMap(error -> Database.translate("changing the trigger", error))
                .then();
    }

    private void changed() {
        signals.committed(Signals.ANY_TOPIC);
    }

    /** The offset of each partition. */
    Mono<List<Long>> positions(TopicName topic, Start start) {
        return switch (start) {
            case Start.Since(var time) ->
                    log.rangesSince(topic, time)
                            .map(all -> all.stream().map(PartitionRange::first).toList());
            case Start.Earliest _, Start.Latest _, Start.AtOffset _ ->
                    log.ranges(topic)
                            .map(all -> all.stream().map(range -> position(range, start)).toList());
        };
    }

    private static long position(PartitionRange range, Start start) {
        return switch (start) {
            case Start.AtOffset(var offset) -> Math.clamp(offset, range.first(), range.next());
            case Start.Latest _ -> range.next();
            case Start.Earliest _, Start.Since _ -> range.first();
        };
    }

    @Override
    public Mono<List<TriggerProgress>> progress(TriggerName name) {
        return repository
                .require(name)
                .flatMap(
                        trigger ->
                                database.sql(
                                                "SELECT t.partition, t.position, t.attempts,"
                                                    + " t.retry_at, t.blocked, t.last_error,"
                                                    + " p.next_offset - t.counted_from AS"
                                                    + " published, t.delivered, t.dropped,"
                                                    + " p.next_offset - t.position AS pending,"
                                                    + " (SELECT count(*) FROM dead_letters d WHERE"
                                                    + " d.trigger_id = t.trigger_id AND d.partition"
                                                    + " = t.partition AND d.event_offset >="
                                                    + " t.counted_from) AS parked FROM"
                                                    + " trigger_positions t JOIN topic_partitions p"
                                                    + " ON p.partition = t.partition AND p.topic_id"
                                                    + " = (SELECT topic_id FROM triggers WHERE id ="
                                                    + " $1) WHERE t.trigger_id = $1 ORDER BY"
                                                    + " t.partition")
                                        .bind(0, trigger.id())
                                        .map(PostgresTriggers::progressOf)
                                        .all()
                                        .collectList())
                .onErrorMap(error -> Database.translate("reading the progress", error));
    }

    private static TriggerProgress progressOf(Readable row) {
        return new TriggerProgress(
                Rows.integer(row, "partition"),
                Rows.number(row, "position"),
                Rows.counts(row),
                Rows.integer(row, "attempts"),
                Rows.timeOrNull(row, "retry_at"),
                Rows.bool(row, "blocked"),
                row.get("last_error", String.class));
    }

    @Override
    public Flux<DeadLetter> deadLetters(
            TriggerName name, DeadLetterFilter filter, long afterId, int limit) {
        return repository
                .require(name)
                .flatMapMany(trigger -> letters.list(trigger.id(), filter, afterId, limit))
                .onErrorMap(error -> Database.translate("listing the dead letters", error));
    }

    @Override
    public Mono<Long> redrive(TriggerName name, DeadLetterFilter filter) {
        return repository
                .require(name)
                .flatMap(trigger -> letters.requestRedrive(trigger.id(), filter))
                .doOnNext(_ -> changed())
                .onErrorMap(error -> Database.translate("redriving", error));
    }

    @Override
    public Mono<Long> drop(TriggerName name, DeadLetterFilter filter) {
        return repository
                .require(name)
                .flatMap(trigger -> letters.drop(trigger.id(), filter))
                .onErrorMap(error -> Database.translate("dropping the dead letters", error));
    }
}
