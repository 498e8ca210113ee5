package dev.perigee.events.postgres;

import dev.perigee.events.Retention;
import dev.perigee.events.Topic;
import dev.perigee.events.TopicConflictException;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.UnknownTopicException;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The tables {@code topics}, {@code topic_partitions} and {@code topic_segments}. */
final class TopicRepository {

    private static final String COLUMNS =
            "id, namespace, name, partitions, payload_schema, retention_millis, retention_bytes,"
                    + " created_at";

    private final Database database;

    TopicRepository(Database database) {
        this.database = database;
    }

    /** Stores a new topic with its first segment, or changes the one that exists. */
    Mono<Topic> define(TopicSettings settings) {
        return database.inTransaction(
                insert(settings)
                        .flatMap(topic -> addPartitions(topic).thenReturn(topic))
                        .switchIfEmpty(Mono.defer(() -> change(settings))));
    }

    /** Stores a new topic with its first segment. */
    Mono<Topic> create(TopicSettings settings) {
        return database.inTransaction(
                insert(settings)
                        .flatMap(topic -> addPartitions(topic).thenReturn(topic))
                        .switchIfEmpty(
                                find(settings.name())
                                        .map(
                                                existing -> {
                                                    throw new TopicConflictException(existing);
                                                })));
    }

    Mono<Topic> find(TopicName name) {
        return database.sql("SELECT " + COLUMNS + " FROM topics WHERE namespace = $1 AND name = $2")
                .bind(0, name.namespace())
                .bind(1, name.name())
                .map(TopicRepository::topic)
                .one();
    }

    Flux<Topic> list(String namespace) {
        return database.sql("SELECT " + COLUMNS + " FROM topics WHERE namespace = $1 ORDER BY name")
                .bind(0, namespace)
                .map(TopicRepository::topic)
                .all();
    }

    /** Deletes a topic; waits for appends under way and fails later ones. */
    Mono<Topic> delete(TopicName name) {
        return database.inTransaction(
                find(name)
                        .switchIfEmpty(Mono.error(() -> new UnknownTopicException(name)))
                        .flatMap(topic -> dropAll(topic).thenReturn(topic)));
    }

    private Mono<Void> dropAll(Topic topic) {
        return database.sql("SELECT lock_segments()")
                .then()
                .then(
                        database.sql(
                                        "SELECT partition FROM topic_partitions WHERE topic_id = $1"
                                                + " ORDER BY partition FOR UPDATE")
                                .bind(0, topic.id())
                                .then())
                .thenMany(
                        database.sql("SELECT id FROM topic_segments WHERE topic_id = $1")
                                .bind(0, topic.id())
                                .map(row -> Objects.requireNonNull(row.get(0, Long.class)))
                                .all())
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .concatMap(segment -> database.sql("DROP TABLE events_" + segment).then())
                .then(database.sql("DELETE FROM topics WHERE id = $1").bind(0, topic.id()).then());
    }

    private Mono<Topic> insert(TopicSettings settings) {
        var retention = settings.retention();
        return database.sql(
                        "INSERT INTO topics (namespace, name, partitions, payload_schema,"
                                + " retention_millis, retention_bytes) VALUES ($1, $2, $3, $4, $5,"
                                + " $6) ON CONFLICT (namespace, name) DO NOTHING RETURNING "
                                + COLUMNS)
                .bind(0, settings.name().namespace())
                .bind(1, settings.name().name())
                .bind(2, settings.partitions())
                .bind(3, Parameters.in(R2dbcType.VARCHAR, settings.schema()))
                .bind(4, Parameters.in(R2dbcType.BIGINT, millis(retention.age())))
                .bind(5, Parameters.in(R2dbcType.BIGINT, retention.bytes()))
                .map(TopicRepository::topic)
                .one();
    }

    private Mono<Void> addPartitions(Topic topic) {
        return database.sql(
                        "INSERT INTO topic_partitions (topic_id, partition, segment_id) SELECT $1,"
                                + " n, 0 FROM generate_series(0, $2 - 1) AS n")
                .bind(0, topic.id())
                .bind(1, topic.partitions())
                .then()
                .then(database.sql("SELECT open_segment($1)").bind(0, topic.id()).then());
    }

    private Mono<Topic> change(TopicSettings settings) {
        var retention = settings.retention();
        return find(settings.name())
                .doOnNext(
                        existing -> {
                            if (existing.partitions() != settings.partitions()) {
                                throw new TopicConflictException(existing, settings.partitions());
                            }
                        })
                .flatMap(
                        existing ->
                                database.sql(
                                                "UPDATE topics SET payload_schema = $2,"
                                                    + " retention_millis = $3, retention_bytes = $4"
                                                    + " WHERE id = $1 RETURNING "
                                                        + COLUMNS)
                                        .bind(0, existing.id())
                                        .bind(
                                                1,
                                                Parameters.in(R2dbcType.VARCHAR, settings.schema()))
                                        .bind(
                                                2,
                                                Parameters.in(
                                                        R2dbcType.BIGINT, millis(retention.age())))
                                        .bind(3, Parameters.in(R2dbcType.BIGINT, retention.bytes()))
                                        .map(TopicRepository::topic)
                                        .one());
    }

    private static @Nullable Long millis(@Nullable Duration age) {
        return age == null ? null : age.toMillis();
    }

    static Topic topic(Readable row) {
        var age = row.get("retention_millis", Long.class);
        var settings =
                new TopicSettings(
                        new TopicName(
                                Objects.requireNonNull(row.get("namespace", String.class)),
                                Objects.requireNonNull(row.get("name", String.class))),
                        Objects.requireNonNull(row.get("partitions", Integer.class)),
                        row.get("payload_schema", String.class),
                        new Retention(
                                age == null ? null : Duration.ofMillis(age),
                                row.get("retention_bytes", Long.class)));
        return new Topic(
                Objects.requireNonNull(row.get("id", Long.class)),
                settings,
                Objects.requireNonNull(row.get("created_at", OffsetDateTime.class)).toInstant());
    }
}
