package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.events.DeadLetter;
import dev.perigee.events.DeadLetterFilter;
import dev.perigee.events.LogStatistics;
import dev.perigee.events.NewEvent;
import dev.perigee.events.RetryPolicy;
import dev.perigee.events.Start;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.TriggerConflictException;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerProgress.Counts;
import dev.perigee.events.TriggerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class StatisticsIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final TopicName TOPIC = new TopicName("stats", "orders");
    private static final TriggerName TRIGGER = new TriggerName("stats", "on-order");

    private static TestDatabase database;
    private static PostgresEventLog log;

    @BeforeAll
    static void start() {
        database = TestDatabase.create("statistics");
        log = new PostgresEventLog(database.pool(), EventLogSettings.DEFAULT);
        await(log.define(TopicSettings.of(TOPIC).withPartitions(3)));
    }

    @AfterAll
    static void stop() {
        log.close();
        database.close();
    }

    @Test
    void countsWhatBecameOfEachEvent() {
        var settings =
                TriggerSettings.of(TRIGGER, TOPIC, "orders/handle")
                        .withRetry(new RetryPolicy(2, Duration.ofMillis(5), Duration.ofMillis(10)));
        await(log.triggers().create(settings, new Start.Earliest()));
        assertThatThrownBy(() -> await(log.triggers().create(settings, new Start.Latest())))
                .isInstanceOf(TriggerConflictException.class)
                .hasMessageContaining("exists already");
        append(0, 30);
        assertThat(counts()).isEqualTo(new Counts(30, 0, 0, 0, 30));

        var dispatcher =
                log.dispatch(
                        request -> {
                            var number = Integer.parseInt(request.events().getFirst().payload());
                            return number % 10 == 3
                                    ? Mono.error(new IllegalStateException("No THREES: " + number))
                                    : Mono.empty();
                        },
                        new DispatchSettings(
                                Duration.ofSeconds(20), Duration.ofMillis(200), 16, 50));
        Awaitility.await().atMost(SOON).until(() -> counts().pending() == 0);
        await(dispatcher.shutDown());

        var trigger = trigger();
        assertThat(trigger.counts()).isEqualTo(new Counts(30, 27, 3, 0, 0));
        assertThat(trigger.counts().unaccounted()).isZero();
        assertThat(trigger.retried()).isEqualTo(3);
        assertThat(trigger.letters().dead()).isEqualTo(3);
        var topic = await(log.statistics("stats")).topics().getFirst();
        assertThat(topic.appended()).isEqualTo(30);
        assertThat(topic.kept()).isEqualTo(30);
        assertThat(await(log.statistics("elsewhere")).triggers()).isEmpty();
        assertThat(await(log.statistics(null)).triggers()).contains(trigger);
        filtersDeadLetters();
        dropsByFilter();
    }

    private void filtersDeadLetters() {
        assertThat(payloads(filter("k3", null, null))).containsExactly("3");
        assertThat(payloads(filter(null, "threes: 1", null))).containsExactly("13");
        assertThat(payloads(filter(null, "100%", null))).isEmpty();
        assertThat(payloads(filter(null, null, Instant.EPOCH))).isEmpty();
        assertThat(payloads(filter(null, null, Instant.now().plusSeconds(60)))).hasSize(3);
        var partition = letters(filter("k3", null, null)).getFirst().event().partition();
        assertThat(
                        letters(new DeadLetterFilter(List.of(), null, partition, null, null))
                                .stream()
                                .map(letter -> letter.event().partition()))
                .isNotEmpty()
                .containsOnly(partition);
        assertThat(await(log.triggers().redrive(TRIGGER, filter("none", null, null)))).isZero();
        assertThat(await(log.triggers().redrive(TRIGGER, filter("k23", null, null)))).isOne();
    }

    private void dropsByFilter() {
        assertThat(await(log.triggers().drop(TRIGGER, filter("k13", null, null)))).isOne();

        assertThat(counts()).isEqualTo(new Counts(30, 27, 2, 1, 0));
    }

    private static DeadLetterFilter filter(
            @Nullable String key, @Nullable String error, @Nullable Instant before) {
        return new DeadLetterFilter(List.of(), key, null, error, before);
    }

    private static List<DeadLetter> letters(DeadLetterFilter filter) {
        return await(log.triggers().deadLetters(TRIGGER, filter, 0, 10).collectList());
    }

    private static List<String> payloads(DeadLetterFilter filter) {
        return letters(filter).stream().map(letter -> letter.event().payload()).toList();
    }

    private static Counts counts() {
        return trigger().counts();
    }

    private static LogStatistics.OfTrigger trigger() {
        return await(log.statistics("stats")).triggers().getFirst();
    }

    private static void append(int from, int to) {
        await(
                log.append(
                        TOPIC,
                        IntStream.range(from, to)
                                .mapToObj(n -> NewEvent.of("k" + n, "" + n))
                                .toList()));
    }
}
