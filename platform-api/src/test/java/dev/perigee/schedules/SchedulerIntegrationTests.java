package dev.perigee.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perigee.PlatformTest;
import dev.perigee.events.Event;
import dev.perigee.events.EventLog;
import dev.perigee.events.EventQuery;
import dev.perigee.events.TopicName;
import dev.perigee.events.postgres.PostgresEventLog;
import dev.perigee.storage.Changes;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import tools.jackson.databind.json.JsonMapper;

@PlatformTest
class SchedulerIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();

    @Autowired private ScheduleRepository repository;
    @Autowired private PostgresEventLog log;
    @Autowired private Changes changes;
    @Autowired private ConnectionFactory connections;
    @Autowired private TransactionalOperator transaction;
    @Autowired private DatabaseClient database;

    private Schedule schedule(String name, String cron, MissedFires missed) {
        var schedule = new Schedule("default", name, "f", CronTime.parse(cron, "UTC"), missed);
        log.define(schedule.topic()).block(SOON);
        repository.replaceOwned("default", name, List.of(schedule)).block(SOON);
        return schedule;
    }

    private static List<Event> events(EventLog log, TopicName topic) {
        return Objects.requireNonNull(log.read(EventQuery.of(topic, 0, 0, 1000)).block(SOON))
                .events();
    }

    private static List<Instant> times(List<Event> events) {
        return events.stream()
                .map(event -> JSON.readTree(event.payload()).get("time").stringValue())
                .map(Instant::parse)
                .toList();
    }

    /** Besides the application's own scheduler, four more. */
    @Test
    void firesOnceAmongManyProcesses() {
        var others =
                Stream.generate(
                                () ->
                                        new Scheduler(
                                                repository, log, changes, connections, transaction))
                        .limit(4)
                        .toList();
        others.forEach(Scheduler::start);
        var schedule = schedule("every-second", "* * * * * *", MissedFires.ALL);

        await().atMost(SOON).until(() -> events(log, schedule.topic().name()).size() >= 5);
        others.forEach(Scheduler::stop);

        var times = times(events(log, schedule.topic().name()));
        assertThat(times).doesNotHaveDuplicates().isSorted();
        assertThat(Duration.between(times.getFirst(), times.getLast()).toSeconds())
                .isEqualTo(times.size() - 1);
        repository.replaceOwned("default", "every-second", List.of()).block(SOON);
    }

    @Test
    void makesUpForMissedFiresAsItWasTold() {
        // Once a year, so that hardly any run of this test sees another fire.
        var all = schedule("missed-all", "0 0 1 1 *", MissedFires.ALL);
        var once = schedule("missed-once", "0 0 1 1 *", MissedFires.ONCE);
        var skip = schedule("missed-skip", "0 0 1 1 *", MissedFires.SKIP);

        database.sql(
                        "UPDATE schedules SET next_fire = date_trunc('year', now() AT TIME ZONE"
                                + " 'UTC') AT TIME ZONE 'UTC' - interval '5 years' WHERE name LIKE"
                                + " 'missed-%'")
                .then()
                .block(SOON);
        // Nobody looks for half a minute at what changed without being announced.
        database.sql("SELECT pg_notify('perigee_changes', 'schedules')").then().block(SOON);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(events(log, all.topic().name())).hasSize(6));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(events(log, once.topic().name())).isNotEmpty());
        var sum =
                events(log, once.topic().name()).stream()
                        .mapToLong(e -> 1 + JSON.readTree(e.payload()).get("missed").longValue())
                        .sum();
        assertThat(sum).isEqualTo(6);
        assertThat(events(log, skip.topic().name()).size()).isLessThanOrEqualTo(1);
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(
                                                repository
                                                        .next(100)
                                                        .filter(due -> isMissed(due.schedule()))
                                                        .filter(due -> isPast(due.nextFire()))
                                                        .count()
                                                        .block(SOON))
                                        .isZero());
    }

    private static boolean isMissed(Schedule schedule) {
        return schedule.name().startsWith("missed-");
    }

    private static boolean isPast(Instant time) {
        return time.isBefore(Instant.now());
    }
}
