package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.events.Event;
import dev.perigee.events.EventQuery;
import dev.perigee.events.NewEvent;
import dev.perigee.events.OffsetOutOfRangeException;
import dev.perigee.events.PartitionRange;
import dev.perigee.events.Retention;
import dev.perigee.events.SegmentUpkeep;
import dev.perigee.events.Start;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class SegmentsIntegrationTests {

    private static final SegmentUpkeep.Limits SMALL =
            new SegmentUpkeep.Limits(32 << 10, Duration.ofHours(1));
    private static final SegmentUpkeep.Limits LARGE = SegmentUpkeep.Limits.DEFAULT;

    private final TopicName topic = new TopicName("shop", "orders");
    private TestDatabase database;
    private PostgresEventLog log;

    @BeforeEach
    void start() {
        database = TestDatabase.create("segments");
        log = new PostgresEventLog(database.pool(), EventLogSettings.DEFAULT);
    }

    @AfterEach
    void stop() {
        log.close();
        database.close();
    }

    @Test
    void opensASegmentWhenOneIsLarge() {
        define(Retention.FOREVER);
        append(10);
        assertThat(keep(LARGE)).isEqualTo(new SegmentUpkeep(0, 0, List.of()));

        append(2_000);
        assertThat(keep(SMALL)).isEqualTo(new SegmentUpkeep(1, 0, List.of()));
        assertThat(keep(SMALL)).isEqualTo(new SegmentUpkeep(0, 0, List.of()));

        append(10);
        assertThat(offsets(0)).isEqualTo(LongStream.range(0, 2_020).boxed().toList());
    }

    @Test
    void keepsEverythingWithoutRetention() {
        define(Retention.FOREVER);
        for (var n = 0; n < 3; n++) {
            append(2_000);
            keep(SMALL);
        }

        assertThat(range()).isEqualTo(new PartitionRange(0, 0, 6_000));
    }

    @Test
    void dropsWholeSegmentsBeyondTheSize() {
        define(new Retention(null, 300_000L));
        for (var n = 0; n < 4; n++) {
            append(2_000);
            keep(LARGE);
        }

        var range = range();
        assertThat(range.first()).isPositive();
        assertThat(range.first() % 2_000).isZero();
        assertThat(range.next()).isEqualTo(8_000);
        assertThat(offsets(range.first()).getFirst()).isEqualTo(range.first());
        assertThatThrownBy(() -> await(log.read(EventQuery.of(topic, 0, 0, 10))))
                .isInstanceOf(OffsetOutOfRangeException.class)
                .hasMessageContaining("holds " + range.first());
        assertThat(tables()).isLessThan(4);
    }

    @Test
    void dropsSegmentsBeyondTheAge() {
        define(new Retention(Duration.ofMillis(1), null));
        append(100);

        keep(LARGE);
        assertThat(keep(LARGE).dropped() + (range().first() == 100 ? 1 : 0)).isPositive();

        assertThat(range()).isEqualTo(new PartitionRange(0, 100, 100));
    }

    @Test
    void keepsWhatATriggerHasNotReadUnlessForced() {
        define(new Retention(Duration.ofMillis(1), null));
        append(100);
        var trigger = new TriggerName("shop", "slow");
        await(log.triggers().define(TriggerSettings.of(trigger, topic, "f"), new Start.Earliest()));

        keep(LARGE);
        assertThat(keep(LARGE).held()).containsExactly(new SegmentUpkeep.Held(topic, "slow"));
        assertThat(range().first()).isZero();

        assertThat(await(log.trim(topic, false)))
                .isEqualTo(new SegmentUpkeep(0, 0, List.of(new SegmentUpkeep.Held(topic, "slow"))));
        assertThat(range().first()).isZero();

        var forced = await(log.trim(topic, true));
        assertThat(forced.dropped()).isEqualTo(1);
        assertThat(forced.held()).isEmpty();
        assertThat(range().first()).isEqualTo(100);
    }

    @Test
    void appendsAndReadersGoOnWhileSegmentsComeAndGo() {
        define(new Retention(null, 200_000L));
        var done = new AtomicBoolean();
        var upkeep =
                log.lookAfterSegments(SMALL, false)
                        .repeatWhen(again -> again.delayElements(Duration.ofMillis(20)))
                        .takeWhile(_ -> !done.get())
                        .onErrorComplete()
                        .subscribe();
        var tail = log.tail(topic, 0, 0).map(Event::offset).take(2_000).collectList().toFuture();

        var appended =
                await(
                        Flux.range(0, 10_000)
                                .flatMap(n -> log.append(topic, List.of(event(n))), 50)
                                .count());
        done.set(true);
        upkeep.dispose();

        assertThat(appended).isEqualTo(10_000);
        assertThat(range().next()).isEqualTo(10_000);
        assertThat(range().first()).isPositive();
        assertThat(offsets(range().first()))
                .isEqualTo(LongStream.range(range().first(), 10_000).boxed().toList());
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(tail::isDone);
    }

    private void define(Retention retention) {
        await(log.define(TopicSettings.of(topic).withPartitions(1).withRetention(retention)));
    }

    private void append(int count) {
        await(
                log.append(
                        topic,
                        IntStream.range(0, count)
                                .mapToObj(SegmentsIntegrationTests::event)
                                .toList()));
    }

    private static NewEvent event(int n) {
        return new NewEvent(null, "k" + n, "\"some text\"", Map.of());
    }

    private SegmentUpkeep keep(SegmentUpkeep.Limits limits) {
        return await(log.lookAfterSegments(limits, false));
    }

    private PartitionRange range() {
        return await(log.ranges(topic)).getFirst();
    }

    private List<Long> offsets(long from) {
        var end = range().next();
        return await(log.tail(topic, 0, from).map(Event::offset).take(end - from).collectList());
    }

    private long tables() {
        return await(
                database.client()
                        .sql(
                                "SELECT count(*) FROM pg_inherits WHERE inhparent ="
                                        + " 'events'::regclass")
                        .map(row -> row.get(0, Long.class))
                        .one());
    }
}
