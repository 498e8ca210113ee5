package dev.perigee.schedules;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code schedules}. */
@Repository
public class ScheduleRepository {

    private final DatabaseClient database;

    ScheduleRepository(DatabaseClient database) {
        this.database = database;
    }

    /** A schedule and when its next event is due. */
    record Due(Schedule schedule, Instant nextFire) {}

    /**
     * Makes these the project's schedules, in the caller's transaction. One that is as it was keeps
     * its next fire.
     */
    public Mono<Void> replaceOwned(String namespace, String project, List<Schedule> schedules) {
        var names = schedules.stream().map(Schedule::name).toArray(String[]::new);
        return database.sql(
                        """
                        DELETE FROM schedules WHERE namespace = :namespace
                        AND project = :project AND NOT name = ANY (:names)
                        """)
                .bind("namespace", namespace)
                .bind("project", project)
                .bind("names", names)
                .then()
                .thenMany(Flux.fromIterable(schedules))
                .concatMap(schedule -> save(project, schedule))
                .then();
    }

    private Mono<Void> save(String project, Schedule schedule) {
        var next = schedule.when().after(Instant.now()).orElseThrow();
        return database.sql(
                        """
                        INSERT INTO schedules (namespace, name, project, function, cron, zone,
                                               missed, next_fire)
                        VALUES (:namespace, :name, :project, :function, :cron, :zone, :missed,
                                :next)
                        ON CONFLICT (namespace, name) DO UPDATE
                        SET project = EXCLUDED.project, function = EXCLUDED.function,
                            cron = EXCLUDED.cron, zone = EXCLUDED.zone, missed = EXCLUDED.missed,
                            next_fire = CASE
                                WHEN schedules.cron = EXCLUDED.cron
                                     AND schedules.zone = EXCLUDED.zone THEN schedules.next_fire
                                ELSE EXCLUDED.next_fire END
                        WHERE (schedules.project, schedules.function, schedules.cron,
                               schedules.zone, schedules.missed)
                              IS DISTINCT FROM (EXCLUDED.project, EXCLUDED.function,
                                                EXCLUDED.cron, EXCLUDED.zone, EXCLUDED.missed)
                        """)
                .bind("namespace", schedule.namespace())
                .bind("name", schedule.name())
                .bind("project", project)
                .bind("function", schedule.function())
                .bind("cron", schedule.when().expression())
                .bind("zone", schedule.when().zone().getId())
                .bind("missed", schedule.missed().text())
                .bind("next", next.atOffset(ZoneOffset.UTC))
                .then();
    }

    /** One that belongs to no project; its name must be free. */
    Mono<Void> add(Schedule schedule) {
        return save("", schedule);
    }

    /** The schedules of a namespace by name, after that name. */
    Flux<Due> list(String namespace, String after, int limit) {
        return database.sql(
                        """
                        SELECT namespace, name, function, cron, zone, missed, next_fire
                        FROM schedules WHERE namespace = :namespace AND name > :after
                        ORDER BY name LIMIT :limit
                        """)
                .bind("namespace", namespace)
                .bind("after", after)
                .bind("limit", limit)
                .map(ScheduleRepository::due)
                .all();
    }

    Mono<Due> find(String namespace, String name) {
        return database.sql(
                        """
                        SELECT namespace, name, function, cron, zone, missed, next_fire
                        FROM schedules WHERE namespace = :namespace AND name = :name
                        """)
                .bind("namespace", namespace)
                .bind("name", name)
                .map(ScheduleRepository::due)
                .one();
    }

    /** Whether there was one. */
    Mono<Boolean> delete(String namespace, String name) {
        return database.sql("DELETE FROM schedules WHERE namespace = :namespace AND name = :name")
                .bind("namespace", namespace)
                .bind("name", name)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** The schedules that are due first. */
    Flux<Due> next(int limit) {
        return database.sql(
                        """
                        SELECT namespace, name, function, cron, zone, missed, next_fire
                        FROM schedules ORDER BY next_fire LIMIT :limit
                        """)
                .bind("limit", limit)
                .map(ScheduleRepository::due)
                .all();
    }

    /**
     * Whether this caller moved it on, in its transaction; false when somebody else did. The server
     * ends the transaction of a process that stands still, so that another can go on.
     */
    Mono<Boolean> moveOn(Due due, Instant to) {
        return database.sql("SET LOCAL idle_in_transaction_session_timeout = '10s'")
                .then()
                .then(Mono.defer(() -> update(due, to)));
    }

    private Mono<Boolean> update(Due due, Instant to) {
        return database.sql(
                        """
                        UPDATE schedules SET next_fire = :to
                        WHERE namespace = :namespace AND name = :name AND next_fire = :from
                        """)
                .bind("to", to.atOffset(ZoneOffset.UTC))
                .bind("namespace", due.schedule().namespace())
                .bind("name", due.schedule().name())
                .bind("from", due.nextFire().atOffset(ZoneOffset.UTC))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private static Due due(Readable row) {
        var schedule =
                new Schedule(
                        text(row, "namespace"),
                        text(row, "name"),
                        text(row, "function"),
                        new CronTime(text(row, "cron"), ZoneId.of(text(row, "zone"))),
                        MissedFires.parse(text(row, "missed")));
        return new Due(
                schedule,
                Objects.requireNonNull(row.get("next_fire", OffsetDateTime.class)).toInstant());
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
