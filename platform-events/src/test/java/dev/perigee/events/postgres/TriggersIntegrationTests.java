package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.events.DeadLetter;
import dev.perigee.events.Delivery;
import dev.perigee.events.Event;
import dev.perigee.events.NewEvent;
import dev.perigee.events.OnFailure;
import dev.perigee.events.RetryPolicy;
import dev.perigee.events.Start;
import dev.perigee.events.StateSpace;
import dev.perigee.events.TopicInUseException;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.TriggerConflictException;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerProgress;
import dev.perigee.events.TriggerSettings;
import dev.perigee.events.UnknownTopicException;
import dev.perigee.events.UnknownTriggerException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class TriggersIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final RetryPolicy QUICK =
            new RetryPolicy(3, Duration.ofMillis(10), Duration.ofMillis(50));

    /** The lease outlasts a machine that stands still: no test here waits for its end. */
    private static final DispatchSettings DISPATCH =
            new DispatchSettings(Duration.ofSeconds(20), Duration.ofMillis(200), 16, 50);

    private static final AtomicInteger NAMES = new AtomicInteger();

    private static TestDatabase database;
    private static PostgresEventLog log;

    private final ConcurrentLinkedQueue<Event> delivered = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<TriggerDispatcher> dispatchers =
            new ConcurrentLinkedQueue<>();
    private TopicName topic;
    private TriggerName trigger;
    private TriggerSettings settings;

    @BeforeAll
    static void start() {
        database = TestDatabase.create("triggers");
        log = new PostgresEventLog(database.pool(), EventLogSettings.DEFAULT);
    }

    @AfterAll
    static void stop() {
        log.close();
        database.close();
    }

    @BeforeEach
    void createTopic() {
        var namespace = "ns" + NAMES.incrementAndGet();
        topic = new TopicName(namespace, "orders");
        trigger = new TriggerName(namespace, "on-order");
        settings = TriggerSettings.of(trigger, topic, "orders/handle").withRetry(QUICK);
        await(log.define(TopicSettings.of(topic).withPartitions(4)));
    }

    @AfterEach
    void shutDown() {
        dispatchers.forEach(dispatcher -> await(dispatcher.shutDown()));
        log.triggers().delete(trigger).onErrorComplete().block(SOON);
    }

    @Test
    void deliversEachPartitionInOrder() {
        define(new Start.Earliest());
        append(0, 100);
        dispatch(this::accept);
        append(100, 200);

        awaitDelivered(200);

        for (var key = 0; key < 7; key++) {
            var expected = key;
            assertThat(
                            delivered.stream()
                                    .filter(event -> ("k" + expected).equals(event.key()))
                                    .map(event -> Integer.valueOf(event.payload())))
                    .isSorted()
                    .isNotEmpty();
        }
        awaitAccounted(200, 0);
    }

    @Test
    void startsWhereItIsTold() {
        append(0, 40);
        var middle = Instant.now();
        append(40, 50);

        define(new Start.Latest());
        assertThat(pending()).isZero();
        await(log.triggers().seek(trigger, new Start.Earliest()));
        assertThat(pending()).isEqualTo(50);
        await(log.triggers().seek(trigger, new Start.AtOffset(1_000_000)));
        assertThat(pending()).isZero();
        await(log.triggers().seek(trigger, new Start.AtOffset(1)));
        var used = await(log.ranges(topic)).stream().filter(range -> range.next() > 0).count();
        assertThat(pending()).isEqualTo(50 - used);
        await(log.triggers().seek(trigger, new Start.Since(middle)));
        assertThat(pending()).isEqualTo(10);
    }

    @Test
    void storesEffectsAndPositionTogether() {
        define(new Start.Earliest());
        append(0, 300);

        dispatch(this::count);

        awaitAccounted(300, 0);
        assertThat(counter()).isEqualTo(300);
    }

    @Test
    void parksAnEventWhoseAttemptsAreUsedUp() {
        var attempts = new ConcurrentLinkedQueue<Integer>();
        define(new Start.Earliest());
        append(0, 30);

        dispatch(
                request -> {
                    if (payload(request).equals("13")) {
                        attempts.add(request.attempt());
                        request.work().put("leak", "1", null);
                        return Mono.error(new IllegalStateException("unlucky \0 number"));
                    }
                    return accept(request);
                });

        awaitAccounted(29, 1);
        assertThat(attempts).containsExactly(1, 2, 3);
        var letter = deadLetters().getFirst();
        assertThat(letter.event().payload()).isEqualTo("13");
        assertThat(letter.attempts()).isEqualTo(3);
        assertThat(letter.error()).contains("unlucky");
        assertThat(state("leak")).isEmpty();
    }

    @Test
    void aPoisonedEventOfABatchParksAlone() {
        settings = settings.withBatchSize(10);
        var deliveries = new ConcurrentHashMap<String, Integer>();
        define(new Start.Earliest());
        append(0, 200);

        dispatch(
                request -> {
                    request.events().forEach(e -> deliveries.merge(e.payload(), 1, Integer::sum));
                    return request.events().stream().anyMatch(e -> e.payload().equals("77"))
                            ? Mono.error(new IllegalStateException("77"))
                            : accept(request);
                });

        awaitAccounted(199, 1);
        assertThat(deadLetters()).extracting(l -> l.event().payload()).containsExactly("77");
        assertThat(deliveries.get("77")).isEqualTo(3);
        assertThat(deliveries.values()).allMatch(count -> count <= 3);
    }

    @Test
    void blocksThePartitionUntilItIsResumed() {
        settings = settings.withOnFailure(OnFailure.BLOCK);
        var broken = new AtomicInteger(1);
        define(new Start.Earliest());
        append(0, 60);
        dispatch(
                request ->
                        broken.get() == 1 && payload(request).equals("5")
                                ? Mono.error(new IllegalStateException("not yet"))
                                : accept(request));
        Awaitility.await().atMost(SOON).until(() -> progress().stream().anyMatch(p -> p.blocked()));
        assertThat(delivered).noneMatch(event -> event.payload().equals("5"));
        var blocked = progress().stream().filter(TriggerProgress::blocked).toList();
        assertThat(blocked).hasSize(1);
        assertThat(blocked.getFirst().lastError()).isEqualTo("not yet");

        broken.set(0);
        await(log.triggers().resume(trigger));

        awaitAccounted(60, 0);
        assertThat(delivered).hasSize(60);
    }

    @Test
    void deliversNothingWhilePaused() {
        define(new Start.Earliest());
        dispatch(this::accept);
        append(0, 10);
        awaitDelivered(10);

        await(log.triggers().pause(trigger));
        Awaitility.await().atMost(SOON).until(() -> dispatchers.peek().owned() == 0);
        append(10, 20);
        assertThat(delivered).hasSize(10);
        await(log.triggers().resume(trigger));

        awaitDelivered(20);
    }

    @Test
    void whatWasBegunBeforeASeekCannotCommit() {
        var hold = Sinks.<Void>empty();
        var calls = new AtomicInteger();
        define(new Start.Earliest());
        append(0, 1);
        dispatch(
                request -> {
                    request.work().put("call-" + calls.incrementAndGet(), "1", null);
                    return calls.get() == 1 ? hold.asMono() : accept(request);
                });
        Awaitility.await().atMost(SOON).until(() -> calls.get() == 1);

        await(log.triggers().seek(trigger, new Start.Earliest()));
        hold.tryEmitEmpty();

        awaitAccounted(1, 0);
        assertThat(state("call-1")).isEmpty();
        assertThat(state("call-2")).isNotEmpty();
    }

    @Test
    void theBudgetHoldsThroughForcedHandOvers() {
        var attempts = new ConcurrentLinkedQueue<Integer>();
        var hold = Sinks.<Void>empty();
        Delivery hanging =
                request -> {
                    attempts.add(request.attempt());
                    return hold.asMono();
                };
        define(new Start.Earliest());
        append(0, 1);
        dispatch(hanging);

        for (var handOver = 0; handOver < 20 && deadLetters().isEmpty(); handOver++) {
            var before = attempts.size();
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> attempts.size() > before || !deadLetters().isEmpty());
            database.client()
                    .sql("UPDATE trigger_positions SET owner = NULL, epoch = epoch + 1")
                    .then()
                    .block(SOON);
            dispatch(hanging);
        }

        assertThat(attempts).containsExactly(1, 2, 3);
        assertThat(deadLetters()).hasSize(1);
        hold.tryEmitEmpty();
    }

    @Test
    void deliversDeadLettersAgainOnRequestAndDropsThem() {
        var broken = new AtomicInteger(1);
        define(new Start.Earliest());
        append(0, 20);
        dispatch(
                request ->
                        broken.get() == 1 && payload(request).endsWith("1")
                                ? Mono.error(new IllegalStateException("broken"))
                                : count(request));
        awaitAccounted(18, 2);

        broken.set(0);
        var first = deadLetters().getFirst();
        assertThat(await(log.triggers().redrive(trigger, List.of(first.id())))).isEqualTo(1);

        awaitAccounted(19, 1);
        assertThat(counter()).isEqualTo(19);
        assertThat(await(log.triggers().drop(trigger, List.of()))).isEqualTo(1);
        assertThat(deadLetters()).isEmpty();
        assertThat(unaccounted()).isZero();
    }

    @Test
    void sharesPartitionsAmongProcessesAndTakesOverFromTheDead() {
        define(new Start.Earliest());
        var one = dispatch(this::count);
        Awaitility.await().atMost(SOON).until(() -> one.owned() == 4);

        var two = dispatch(this::count);
        Awaitility.await().atMost(SOON).until(() -> one.owned() == 2 && two.owned() == 2);
        append(0, 100);
        awaitAccounted(100, 0);

        await(two.shutDown());
        dispatchers.remove(two);
        append(100, 150);
        awaitAccounted(150, 0);
        assertThat(one.owned()).isEqualTo(4);
        assertThat(counter()).isEqualTo(150);
    }

    @Test
    void effectsHappenOnceWhileConnectionsAreKilled() throws Exception {
        settings = settings.withRetry(new RetryPolicy(1_000, QUICK.firstDelay(), QUICK.maxDelay()));
        define(new Start.Earliest());
        append(0, 1_000);
        dispatch(this::count);
        dispatch(this::count);

        try (var killer = database.connect();
                var statement = killer.createStatement()) {
            for (var kill = 0; kill < 10; kill++) {
                statement.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <>"
                                + " pg_backend_pid() AND backend_type = 'client backend'");
                Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            }
        }

        awaitAccounted(1_000, 0);
        Awaitility.await()
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(counter()).isEqualTo(1_000));
    }

    @Test
    void namesWhatIsWrong() {
        assertThatThrownBy(() -> await(log.triggers().pause(trigger)))
                .isInstanceOf(UnknownTriggerException.class);
        var nowhere = new TopicName(topic.namespace(), "nowhere");
        assertThatThrownBy(
                        () ->
                                await(
                                        log.triggers()
                                                .define(
                                                        TriggerSettings.of(trigger, nowhere, "f"),
                                                        new Start.Latest())))
                .isInstanceOf(UnknownTopicException.class);
        define(new Start.Latest());
        await(log.define(TopicSettings.of(nowhere)));
        assertThatThrownBy(
                        () ->
                                await(
                                        log.triggers()
                                                .define(
                                                        TriggerSettings.of(trigger, nowhere, "f"),
                                                        new Start.Latest())))
                .isInstanceOf(TriggerConflictException.class);
        assertThatThrownBy(() -> await(log.delete(topic))).isInstanceOf(TopicInUseException.class);
        assertThat(await(log.triggers().trigger(trigger)).settings()).isEqualTo(settings);
    }

    private void define(Start start) {
        await(log.triggers().define(settings, start));
    }

    private TriggerDispatcher dispatch(Delivery delivery) {
        var own = trigger.namespace();
        Delivery mine =
                request ->
                        request.trigger().name().namespace().equals(own)
                                ? delivery.deliver(request)
                                : Mono.empty();
        var dispatcher = log.dispatch(mine, DISPATCH);
        dispatchers.add(dispatcher);
        return dispatcher;
    }

    private void append(int from, int to) {
        await(
                log.append(
                        topic,
                        IntStream.range(from, to)
                                .mapToObj(n -> NewEvent.of("k" + n % 7, "" + n))
                                .toList()));
    }

    private Mono<Void> accept(Delivery.Request request) {
        delivered.addAll(request.events());
        return Mono.empty();
    }

    /** Adds the number of events to a counter in the state, one for each partition. */
    private Mono<Void> count(Delivery.Request request) {
        var key = "count-" + request.events().getFirst().partition();
        return request.work()
                .get(key)
                .map(entry -> Integer.parseInt(entry.value()))
                .defaultIfEmpty(0)
                .doOnNext(n -> request.work().put(key, "" + (n + request.events().size()), null))
                .then();
    }

    private int counter() {
        return IntStream.range(0, 4)
                .map(n -> state("count-" + n).stream().mapToInt(Integer::parseInt).sum())
                .sum();
    }

    private List<String> state(String key) {
        return await(
                log.state()
                        .get(StateSpace.live(topic.namespace()), key)
                        .map(entry -> List.of(entry.value()))
                        .defaultIfEmpty(List.of()));
    }

    private static String payload(Delivery.Request request) {
        return request.events().getFirst().payload();
    }

    private List<DeadLetter> deadLetters() {
        return await(log.triggers().deadLetters(trigger, 0, 100).collectList());
    }

    private List<TriggerProgress> progress() {
        return await(log.triggers().progress(trigger));
    }

    private long pending() {
        return progress().stream().mapToLong(p -> p.counts().pending()).sum();
    }

    private long unaccounted() {
        return progress().stream().mapToLong(p -> Math.abs(p.counts().unaccounted())).sum();
    }

    private void awaitDelivered(int count) {
        Awaitility.await().atMost(SOON).until(() -> delivered.size() >= count);
        assertThat(delivered).hasSize(count);
    }

    private void awaitAccounted(int done, int parked) {
        Awaitility.await()
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(
                        () -> {
                            var counts = progress().stream().map(TriggerProgress::counts).toList();
                            assertThat(counts.stream().mapToLong(c -> c.delivered()).sum())
                                    .isEqualTo(done);
                            assertThat(counts.stream().mapToLong(c -> c.parked()).sum())
                                    .isEqualTo(parked);
                            assertThat(counts).allMatch(c -> c.unaccounted() == 0);
                        });
    }
}
