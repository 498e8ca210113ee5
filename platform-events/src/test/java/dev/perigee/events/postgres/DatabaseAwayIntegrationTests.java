package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.events.Delivery;
import dev.perigee.events.Start;
import dev.perigee.events.StateSpace;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerProgress;
import dev.perigee.events.TriggerSettings;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The server is restarted while clients append and a trigger delivers. */
class DatabaseAwayIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final TopicName TOPIC = new TopicName("away", "numbers");
    private static final TriggerName TRIGGER = new TriggerName("away", "count");
    private static final int PARTITIONS = 4;

    private static EmbeddedPostgres server;
    private static TestDatabase database;
    private static PostgresEventLog log;

    @BeforeAll
    static void start() {
        server = EmbeddedPostgres.start();
        database = TestDatabase.on(server.url(), "away", 12);
        log = new PostgresEventLog(database.pool(), EventLogSettings.DEFAULT);
    }

    @AfterAll
    static void stop() {
        log.close();
        database.close();
        server.stop();
    }

    @Test
    void refusesAppendsWhileTheDatabaseIsAwayAndGoesOnByItself() {
        await(log.define(TopicSettings.of(TOPIC).withPartitions(PARTITIONS)));
        await(
                log.triggers()
                        .define(TriggerSettings.of(TRIGGER, TOPIC, "count"), new Start.Earliest()));
        var dispatcher =
                log.dispatch(DatabaseAwayIntegrationTests::count, DispatchSettings.DEFAULT);

        try (var appenders = new Appenders(log, TOPIC, 8)) {
            appenders.awaitAcknowledged(50);
            server.stop();
            appenders.awaitRefused(3);
            server.startAgain();
            appenders.awaitAcknowledged(50);
            server.stop();
            server.startAgain();
            appenders.awaitAcknowledged(50);
            appenders.stop();

            appenders.assertNothingLost();
        }
        Awaitility.await().atMost(SOON).ignoreExceptions().until(() -> pending() == 0);
        Awaitility.await()
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(counter()).isEqualTo(published()));
        await(dispatcher.shutDown());
    }

    private static Mono<Void> count(Delivery.Request request) {
        var key = "count-" + request.events().getFirst().partition();
        return request.work()
                .get(key)
                .map(entry -> Long.parseLong(entry.value()))
                .defaultIfEmpty(0L)
                .doOnNext(n -> request.work().put(key, "" + (n + request.events().size()), null))
                .then();
    }

    private static long pending() {
        return await(log.triggers().progress(TRIGGER)).stream()
                .map(TriggerProgress::counts)
                .mapToLong(counts -> counts.pending() + counts.parked())
                .sum();
    }

    private static long published() {
        return await(log.ranges(TOPIC)).stream().mapToLong(range -> range.next()).sum();
    }

    private static long counter() {
        var space = StateSpace.live(TOPIC.namespace());
        return IntStream.range(0, PARTITIONS)
                .mapToLong(
                        n ->
                                await(
                                        log.state()
                                                .get(space, "count-" + n)
                                                .map(entry -> Long.parseLong(entry.value()))
                                                .defaultIfEmpty(0L)))
                .sum();
    }
}
