package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.events.Delivery;
import dev.perigee.events.EventPlacer;
import dev.perigee.events.NewEvent;
import dev.perigee.events.Start;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What one poisonous event costs the others, with the retries that a trigger has by default. */
class PoisonedEventIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration FLOWS = Duration.ofSeconds(1);
    private static final TopicName TOPIC = new TopicName("poison", "orders");
    private static final TriggerName TRIGGER = new TriggerName("poison", "handle");
    private static final int PARTITIONS = 4;

    private static TestDatabase database;
    private static PostgresEventLog log;

    private final Map<String, Long> handled = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() {
        database = TestDatabase.create("poison");
        log = new PostgresEventLog(database.pool(), EventLogSettings.DEFAULT);
    }

    @AfterAll
    static void stop() {
        log.close();
        database.close();
    }

    /**
     * Everything is asserted of every round, the second of one of three: the pauses of a poisonous
     * event leave two thirds of it, but the machine that runs the test may be busy for a moment.
     */
    @Test
    void itParksAloneWhileOtherKeysFlowWithinASecond() {
        await(log.define(TopicSettings.of(TOPIC).withPartitions(PARTITIONS)));
        await(
                log.triggers()
                        .define(
                                TriggerSettings.of(TRIGGER, TOPIC, "handle"),
                                new Start.Earliest()));
        var dispatcher = log.dispatch(this::handle, DispatchSettings.DEFAULT);
        append("warm", 4 * PARTITIONS);
        Awaitility.await().atMost(SOON).until(() -> handled.size() == 4 * PARTITIONS);

        var slowest = new ArrayList<Duration>();
        do {
            slowest.add(slowestBeside("poison" + slowest.size()));
        } while (slowest.size() < 3 && slowest.getLast().compareTo(FLOWS) >= 0);

        assertThat(slowest).anyMatch(time -> time.compareTo(FLOWS) < 0);
        await(dispatcher.shutDown());
    }

    /** The longest way of an event that was appended behind that one, in whatever partition. */
    private Duration slowestBeside(String poison) {
        var before = handled.size();
        await(log.append(TOPIC, List.of(NewEvent.of(poison, "\"poison\""))));
        var appended = append("beside-" + poison + "-", 40);

        Awaitility.await().atMost(SOON).until(() -> handled.size() == before + 40);
        Awaitility.await().atMost(SOON).until(() -> deadLetters().contains(poison));
        assertThat(deadLetters()).allMatch(key -> key.startsWith("poison"));
        assertThat(appended.keySet()).anyMatch(key -> partitionOf(key) == partitionOf(poison));
        return appended.entrySet().stream()
                .map(
                        key ->
                                Duration.ofNanos(
                                        Objects.requireNonNull(handled.get(key.getKey()))
                                                - key.getValue()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Mono<Void> handle(Delivery.Request request) {
        var key = String.valueOf(request.events().getFirst().key());
        if (key.startsWith("poison")) {
            return Mono.error(new IllegalStateException("poisoned"));
        }
        handled.put(key, System.nanoTime());
        return Mono.empty();
    }

    /** When each key was appended. */
    private static Map<String, Long> append(String prefix, int count) {
        var appended = new ConcurrentHashMap<String, Long>();
        var events = new ArrayList<NewEvent>();
        for (var n = 0; n < count; n++) {
            events.add(NewEvent.of(prefix + n, "" + n));
            appended.put(prefix + n, System.nanoTime());
        }
        await(log.append(TOPIC, events));
        return appended;
    }

    private static int partitionOf(String key) {
        return new EventPlacer(TopicSettings.of(TOPIC).withPartitions(PARTITIONS)).partitionOf(key);
    }

    private static List<String> deadLetters() {
        return await(
                log.triggers()
                        .deadLetters(TRIGGER, 0, 10)
                        .map(letter -> String.valueOf(letter.event().key()))
                        .collectList());
    }
}
