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

        await(log.append(TOPIC, List.of(NewEvent.of("poison", "\"poison\""))));
        var appended = append("other", 40);

        Awaitility.await().atMost(SOON).until(() -> handled.size() == 4 * PARTITIONS + 40);
        Awaitility.await().atMost(SOON).until(() -> deadLetters().size() == 1);
        assertThat(deadLetters()).containsExactly("poison");
        appended.forEach(
                (key, at) ->
                        assertThat(Duration.ofNanos(Objects.requireNonNull(handled.get(key)) - at))
                                .as(key)
                                .isLessThan(
                                        sharesItsPartition(key) ? FLOWS.multipliedBy(2) : FLOWS));
        assertThat(appended.keySet()).anyMatch(PoisonedEventIntegrationTests::sharesItsPartition);
        await(dispatcher.shutDown());
    }

    private Mono<Void> handle(Delivery.Request request) {
        var key = String.valueOf(request.events().getFirst().key());
        if (key.equals("poison")) {
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

    /** It waits there until the poisonous one is parked: 700 ms at the most. */
    private static boolean sharesItsPartition(String key) {
        var placer = new EventPlacer(TopicSettings.of(TOPIC).withPartitions(PARTITIONS));
        return placer.partitionOf(key) == placer.partitionOf("poison");
    }

    private static List<String> deadLetters() {
        return await(
                log.triggers()
                        .deadLetters(TRIGGER, 0, 10)
                        .map(letter -> String.valueOf(letter.event().key()))
                        .collectList());
    }
}
