package dev.perigee.events;

import static dev.perigee.events.Blocking.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What every event log promises. */
public abstract class EventLogContract {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final AtomicInteger NAMES = new AtomicInteger();

    private EventLog log;
    private TopicName orders;

    /** The log under test; the same one for every call within a test. */
    protected abstract EventLog log();

    @BeforeEach
    void createTopic() {
        log = log();
        orders = new TopicName("shop", "orders-" + NAMES.incrementAndGet());
        await(log.define(TopicSettings.of(orders).withPartitions(4)));
    }

    @Test
    void definesATopicOnceAndChangesItsSchemaAndRetention() {
        var first = await(log.topic(orders));

        var again =
                await(
                        log.define(
                                TopicSettings.of(orders)
                                        .withPartitions(4)
                                        .withRetention(new Retention(Duration.ofDays(7), 1000L))
                                        .withSchema("{\"type\":\"object\"}")));

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(await(log.topic(orders))).isEqualTo(again);
        assertThat(again.settings().retention().age()).isEqualTo(Duration.ofDays(7));
        assertThat(await(log.topics("shop").collectList())).contains(again);
        assertThat(await(log.topics("elsewhere").collectList())).isEmpty();
    }

    @Test
    void createsATopicOnlyOnce() {
        var taken =
                TopicSettings.of(orders)
                        .withPartitions(4)
                        .withRetention(new Retention(Duration.ofDays(1), null));

        assertThatThrownBy(() -> await(log.create(taken)))
                .isInstanceOf(TopicConflictException.class)
                .hasMessageContaining("exists already");

        assertThat(await(log.topic(orders)).settings().retention()).isEqualTo(Retention.FOREVER);
        var fresh = new TopicName("shop", "fresh-" + NAMES.incrementAndGet());
        var created =
                await(
                        Flux.range(0, 8)
                                .flatMap(
                                        _ ->
                                                log.create(TopicSettings.of(fresh))
                                                        .map(Topic::id)
                                                        .onErrorResume(
                                                                TopicConflictException.class,
                                                                _ -> Mono.empty()))
                                .collectList());
        assertThat(created).containsExactly(await(log.topic(fresh)).id());
    }

    @Test
    void followsAllPartitionsFromTheirOffsets() {
        append("a", 3);
        append("b", 2);
        append("c", 2);
        var from = await(log.ranges(orders)).stream().map(PartitionRange::next).toList();

        StepVerifier.create(log.follow(orders, List.of(0L, 0L, 0L, 0L)).take(7).collectList())
                .assertNext(
                        events -> {
                            assertThat(payloadsOf(events, "a")).isEqualTo(numbers(3));
                            assertThat(payloadsOf(events, "b")).isEqualTo(numbers(2));
                            assertThat(payloadsOf(events, "c")).isEqualTo(numbers(2));
                        })
                .expectComplete()
                .verify(SOON);
        StepVerifier.create(log.follow(orders, from).map(Event::key), 0)
                .then(() -> append("d", 1))
                .thenRequest(1)
                .expectNext("d")
                .then(() -> append("e", 2))
                .thenRequest(2)
                .expectNext("e", "e")
                .thenCancel()
                .verify(SOON);
        assertThatThrownBy(() -> await(log.follow(orders, List.of(0L)).next()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> await(log.follow(orders, List.of(99L, 0L, 0L, 0L)).next()))
                .isInstanceOf(OffsetOutOfRangeException.class);
    }

    @Test
    void refusesToChangeTheNumberOfPartitions() {
        assertThatThrownBy(() -> await(log.define(TopicSettings.of(orders).withPartitions(5))))
                .isInstanceOf(TopicConflictException.class)
                .hasMessageContaining("4 partitions, not 5");
    }

    @Test
    void refusesASchemaThatIsNone() {
        for (var schema :
                List.of(
                        "{",
                        "[]",
                        "{\"type\":\"objekt\"}",
                        "{\"minimum\":\"x\"}",
                        "{\"$ref\":\"https://example.org/other\"}",
                        "{\"$ref\":\"classpath:application.json\"}",
                        "{\"$ref\":\"#/$defs/none\"}")) {
            assertThatThrownBy(
                            () ->
                                    await(
                                            log.define(
                                                    TopicSettings.of(orders)
                                                            .withPartitions(4)
                                                            .withSchema(schema))))
                    .as(schema)
                    .isInstanceOf(InvalidSchemaException.class);
        }
        assertThat(await(log.topic(orders)).settings().schema()).isNull();
    }

    @Test
    void givesBackWhatWasAppended() {
        var id = UUID.fromString("0198a5f0-0000-7000-8000-000000000001");
        var payload = "{\"text\":\"naïve \\u0000 \uD83D\uDE00\",\"list\":[1,2.50,null]}";
        var event =
                new NewEvent(id, "k\"{},\\ü", payload, Map.of("traceparent", "00-ab", "x", "{\""));

        var place = await(log.append(orders, List.of(event))).getFirst();

        var read = read(place.partition(), 0).getFirst();
        assertThat(read.id()).isEqualTo(id);
        assertThat(read.key()).isEqualTo("k\"{},\\ü");
        assertThat(read.payload()).isEqualTo(payload);
        assertThat(read.headers()).isEqualTo(event.headers());
        assertThat(read.offset()).isZero();
        assertThat(read.appendedAt()).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
    }

    @Test
    void keepsEventsOfAKeyInOnePartitionAndInOrder() {
        for (var n = 0; n < 20; n++) {
            await(log.append(orders, List.of(NewEvent.of("a", "" + n), NewEvent.of("b", "" + n))));
        }

        var all = readAll();
        assertThat(payloadsOf(all, "a")).isEqualTo(numbers(20));
        assertThat(payloadsOf(all, "b")).isEqualTo(numbers(20));
        assertThat(all.stream().filter(e -> "a".equals(e.key())).map(Event::partition).distinct())
                .hasSize(1);
    }

    @Test
    void keepsTheOrderOfAListWithoutKeys() {
        var events = numbers(50).stream().map(n -> NewEvent.of(null, n)).toList();

        var places = await(log.append(orders, events));

        assertThat(places.stream().map(Appended::partition).distinct()).hasSize(1);
        assertThat(places.stream().map(Appended::offset))
                .isEqualTo(IntStream.range(0, 50).mapToObj(Long::valueOf).toList());
        assertThat(read(places.getFirst().partition(), 0).stream().map(Event::payload))
                .isEqualTo(numbers(50));
    }

    @Test
    void storesNothingOfAnAppendWithAFault() {
        var tooLarge = "\"" + "x".repeat(NewEvent.MAX_PAYLOAD_BYTES) + "\"";
        var events =
                List.of(
                        NewEvent.of("ok", "1"),
                        NewEvent.of("k", "{\"open\":"),
                        NewEvent.of("k", "1 2"),
                        NewEvent.of("k", ""),
                        NewEvent.of("k".repeat(2000), "1"),
                        NewEvent.of("k", tooLarge),
                        NewEvent.of("bad\uD800", "1"),
                        NewEvent.of("k", "\"nul\0\""));

        assertThatThrownBy(() -> await(log.append(orders, events)))
                .isInstanceOfSatisfying(
                        InvalidEventException.class,
                        error ->
                                assertThat(error.faults())
                                        .extracting(InvalidEventException.Fault::index)
                                        .containsExactly(1, 2, 3, 4, 5, 6, 7));
        assertThat(readAll()).isEmpty();
    }

    @Test
    void checksPayloadsAgainstTheSchemaOfTheTopic() {
        var schema =
                "{\"$id\":\"https://example.org/order\",\"type\":\"object\",\"required\":[\"amount\"],"
                    + "\"properties\":{\"amount\":{\"type\":\"number\"}}}";
        await(log.define(TopicSettings.of(orders).withPartitions(4).withSchema(schema)));

        await(log.append(orders, List.of(NewEvent.of("k", "{\"amount\":1}"))));

        assertThatThrownBy(
                        () ->
                                await(
                                        log.append(
                                                orders,
                                                List.of(
                                                        NewEvent.of("k", "{\"amount\":2}"),
                                                        NewEvent.of("k", "{\"amount\":\"x\"}"),
                                                        NewEvent.of("k", "{}")))))
                .isInstanceOfSatisfying(
                        InvalidEventException.class,
                        error -> {
                            assertThat(error.faults()).hasSize(2);
                            assertThat(error.faults().getFirst().pointer())
                                    .isEqualTo("/payload/amount");
                        });
        assertThat(readAll()).hasSize(1);
    }

    @Test
    void namesTheTopicThatDoesNotExist() {
        var unknown = new TopicName("shop", "nowhere");

        assertThatThrownBy(() -> await(log.append(unknown, List.of(NewEvent.of("k", "1")))))
                .isInstanceOf(UnknownTopicException.class)
                .hasMessage("there is no topic \"nowhere\" in namespace shop");
        assertThatThrownBy(() -> await(log.read(EventQuery.of(unknown, 0, 0, 1))))
                .isInstanceOf(UnknownTopicException.class);
        assertThatThrownBy(() -> await(log.delete(unknown)))
                .isInstanceOf(UnknownTopicException.class);
        assertThatThrownBy(() -> await(log.read(EventQuery.of(orders, 4, 0, 1))))
                .isInstanceOf(UnknownTopicException.class)
                .hasMessageContaining("no partition 4");
    }

    @Test
    void appendsOnceForAnIdempotencyKey() {
        var events =
                List.of(
                        NewEvent.of(null, "1"),
                        new NewEvent(null, "k", "2", Map.of("a", "b", "c", "d")),
                        NewEvent.of(null, "3"));

        var first = await(log.appendOnce(orders, "order-1", events));
        var again = await(log.appendOnce(orders, "order-1", events));
        var other = await(log.appendOnce(orders, "order-2", events));

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        assertThat(readAll()).hasSize(6);
        assertThatThrownBy(() -> await(log.appendOnce(orders, "order-1", events.subList(0, 2))))
                .isInstanceOf(IdempotencyKeyReusedException.class);
        assertThat(readAll()).hasSize(6);
    }

    @Test
    void appendsOnceAmongConcurrentRepetitions() {
        var answers =
                await(
                        Flux.range(0, 40)
                                .flatMap(
                                        _ ->
                                                log.appendOnce(
                                                        orders,
                                                        "same",
                                                        List.of(NewEvent.of("k", "1"))),
                                        20)
                                .distinct()
                                .collectList());

        assertThat(answers).hasSize(1);
        assertThat(readAll()).hasSize(1);
    }

    @Test
    void refusesOffsetsOutOfRange() {
        var place = await(log.append(orders, List.of(NewEvent.of("k", "1")))).getFirst();

        for (var offset : List.of(-1L, 2L)) {
            assertThatThrownBy(
                            () ->
                                    await(
                                            log.read(
                                                    EventQuery.of(
                                                            orders,
                                                            place.partition(),
                                                            offset,
                                                            10))))
                    .isInstanceOf(OffsetOutOfRangeException.class)
                    .hasMessageContaining("holds 0 to 1");
        }
        var atTheEnd = await(log.read(EventQuery.of(orders, place.partition(), 1, 10)));
        assertThat(atTheEnd).isEqualTo(new EventPage(List.of(), 1, 1));
    }

    @Test
    void readsByPagesAndByKey() {
        var partition = append("k", 25);
        append("other", 25);

        var page = await(log.read(EventQuery.of(orders, partition, 10, 10)));
        assertThat(page.events()).extracting(Event::offset).first().isEqualTo(10L);
        assertThat(page.events()).hasSize(10);
        assertThat(page.next()).isEqualTo(20);
        assertThat(page.end()).isGreaterThanOrEqualTo(25);

        var byKey = await(log.read(new EventQuery(orders, partition, 0, 1000, "k")));
        assertThat(byKey.events()).hasSize(25).allMatch(event -> "k".equals(event.key()));
        assertThat(byKey.next()).isEqualTo(byKey.end());
    }

    @Test
    void findsOffsetsByTime() {
        var partition = append("k", 10);
        var events = read(partition, 0);
        var time = events.get(6).appendedAt();

        var range = await(log.rangesSince(orders, time)).get(partition);

        assertThat(range.first()).isLessThanOrEqualTo(6);
        assertThat(events.get((int) range.first()).appendedAt()).isEqualTo(time);
        assertThat(range.next()).isEqualTo(10);
        var future = await(log.rangesSince(orders, Instant.now().plusSeconds(3600)));
        assertThat(future.get(partition).first()).isEqualTo(10);
        assertThat(await(log.ranges(orders)).get(partition))
                .isEqualTo(new PartitionRange(partition, 0, 10));
    }

    @Test
    void forgetsADeletedTopic() {
        append("k", 3);

        await(log.delete(orders));

        assertThat(log.topic(orders).blockOptional(SOON)).isEmpty();
        assertThatThrownBy(() -> append("k", 1)).isInstanceOf(UnknownTopicException.class);
        await(log.define(TopicSettings.of(orders).withPartitions(2)));
        assertThat(await(log.ranges(orders)))
                .containsExactly(new PartitionRange(0, 0, 0), new PartitionRange(1, 0, 0));
    }

    @Test
    void followsAPartitionFromAnyOffset() {
        var partition = append("k", 3);

        StepVerifier.create(log.tail(orders, partition, 1).map(Event::offset))
                .expectNext(1L, 2L)
                .then(() -> append("k", 2))
                .expectNext(3L, 4L)
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void appendsOfManyCallersLeaveNoGapAndKeepEveryEvent() {
        var places =
                await(
                        Flux.range(0, 2000)
                                .flatMap(
                                        n ->
                                                log.append(
                                                        orders,
                                                        List.of(
                                                                NewEvent.of("k" + n % 17, "" + n),
                                                                NewEvent.of("x" + n % 5, "" + -n))),
                                        64)
                                .flatMapIterable(list -> list)
                                .collectList());

        var all = readAll();
        assertThat(places).doesNotHaveDuplicates().hasSize(4000);
        assertThat(all).hasSize(4000);
        assertThat(all.stream().map(e -> new Appended(e.partition(), e.offset())))
                .containsExactlyInAnyOrderElementsOf(places);
        for (var range : await(log.ranges(orders))) {
            assertThat(read(range.partition(), 0).stream().map(Event::offset).toList())
                    .isEqualTo(
                            IntStream.range(0, (int) range.next())
                                    .mapToObj(Long::valueOf)
                                    .toList());
        }
    }

    private int append(String key, int count) {
        var partition = -1;
        for (var n = 0; n < count; n++) {
            var places = await(log.append(orders, List.of(NewEvent.of(key, "" + n))));
            partition = places.getFirst().partition();
        }
        return partition;
    }

    private List<Event> read(int partition, long from) {
        return await(log.read(EventQuery.of(orders, partition, from, EventQuery.MAX_LIMIT)))
                .events();
    }

    private List<Event> readAll() {
        var all = new ArrayList<Event>();
        for (var partition = 0; partition < 4; partition++) {
            all.addAll(read(partition, 0));
        }
        return all;
    }

    private static List<String> payloadsOf(List<Event> events, String key) {
        return events.stream().filter(e -> key.equals(e.key())).map(Event::payload).toList();
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).collect(Collectors.toList());
    }
}
