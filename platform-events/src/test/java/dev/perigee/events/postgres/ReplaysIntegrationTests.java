package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.events.Delivery;
import dev.perigee.events.NewEvent;
import dev.perigee.events.PartitionRange;
import dev.perigee.events.ReplayBehindException;
import dev.perigee.events.Replays;
import dev.perigee.events.Replays.Difference;
import dev.perigee.events.Replays.Rehearsal;
import dev.perigee.events.Start;
import dev.perigee.events.StateEntry;
import dev.perigee.events.StateQuery;
import dev.perigee.events.StateSpace;
import dev.perigee.events.StateWrite;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.Trigger;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerSettings;
import dev.perigee.events.UnknownTriggerException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ReplaysIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** Set while a replay shall take its time. */
    private static final AtomicBoolean SLOW = new AtomicBoolean();

    private static TestDatabase database;
    private static PostgresEventLog log;
    private static Replays replays;
    private static TriggerDispatcher dispatcher;

    private TopicName topic;
    private TopicName totals;
    private TriggerName trigger;

    @BeforeAll
    static void start() {
        database = TestDatabase.create("replays");
        log = new PostgresEventLog(database.pool(), EventLogSettings.DEFAULT);
        replays = log.replays();
        dispatcher = dispatch();
    }

    private static TriggerDispatcher dispatch() {
        return log.dispatch(
                ReplaysIntegrationTests::view,
                new DispatchSettings(Duration.ofSeconds(20), Duration.ofMillis(200), 8, 100));
    }

    @AfterAll
    static void stop() {
        await(dispatcher.shutDown());
        log.close();
        database.close();
    }

    @BeforeEach
    void appendHistory() {
        var namespace = "ns" + NAMES.incrementAndGet();
        topic = new TopicName(namespace, "orders");
        totals = new TopicName(namespace, "totals");
        trigger = new TriggerName(namespace, "sum");
        await(log.define(TopicSettings.of(topic).withPartitions(2)));
        await(log.define(TopicSettings.of(totals).withPartitions(1)));
        await(
                log.triggers()
                        .define(
                                TriggerSettings.of(trigger, topic, "sum").withBatchSize(10),
                                new Start.Earliest()));
        append(0, 200);
        awaitCaughtUp(trigger);
    }

    @AfterEach
    void delete() {
        await(log.triggers().delete(trigger));
    }

    @Test
    void replayedHistoryGivesTheSameStateAndNoEffect() {
        var live = state(0);
        var published = published(totals);

        var replay = await(replays.start(trigger, Rehearsal.NONE, new Start.Earliest()));
        awaitCaughtUp(replay.name());

        assertThat(state(replay.generation())).isEqualTo(live).hasSize(10);
        assertThat(differences(replay)).isEmpty();
        assertThat(published(totals)).isEqualTo(published);
        assertThat(await(replays.captured(replay.name(), 0, 1_000).count())).isEqualTo(200);
        assertThat(state(0)).isEqualTo(live);
    }

    @Test
    void aRehearsalShowsExactlyTheDifferingKeys() {
        await(log.state().write(live(), List.of(StateWrite.put("mine", "1"))));

        var replay =
                await(
                        replays.start(
                                trigger,
                                Rehearsal.ofFunction("sum-with-bug"),
                                new Start.Earliest()));
        awaitCaughtUp(replay.name());

        assertThat(differences(replay)).extracting(Difference::key).containsExactly("k3", "k4");
        assertThat(differences(replay))
                .satisfies(all -> assertThat(all.getFirst().replayed()).isNull());
    }

    @Test
    void promotionPutsTheShadowInPlaceAndGoesOnFromThere() {
        await(log.state().write(live(), List.of(StateWrite.put("mine", "1"))));
        var replay =
                await(
                        replays.start(
                                trigger,
                                Rehearsal.ofFunction("sum-with-bug"),
                                new Start.Earliest()));
        awaitCaughtUp(replay.name());
        var shadow = state(replay.generation());

        await(replays.promote(replay.name()));

        var expected = new TreeMap<>(shadow);
        expected.put("mine", "1");
        assertThat(state(0)).isEqualTo(expected);
        assertThat(state(replay.generation())).isEmpty();
        assertThat(log.triggers().trigger(replay.name()).blockOptional(SOON)).isEmpty();
        assertThat(await(log.triggers().trigger(trigger)).settings().function())
                .isEqualTo("sum-with-bug");
        append(200, 210);
        awaitCaughtUp(trigger);
        assertThat(state(0)).doesNotContainKey("k3");
        assertThat(Integer.parseInt(state(0).get("k1")))
                .isEqualTo(IntStream.range(0, 210).filter(n -> n % 10 == 1).sum());
    }

    @Test
    void aReplayThatIsBehindCannotBePromoted() {
        var replay = await(replays.start(trigger, Rehearsal.NONE, new Start.AtOffset(1_000)));
        await(log.triggers().pause(replay.name()));
        Awaitility.await().atMost(SOON).until(() -> dispatcher.owned() <= 2);
        append(200, 230);
        awaitCaughtUp(trigger);

        assertThatThrownBy(() -> await(replays.promote(replay.name())))
                .isInstanceOfSatisfying(
                        ReplayBehindException.class,
                        error -> assertThat(error.events()).isEqualTo(30));

        await(log.triggers().resume(replay.name()));
        awaitCaughtUp(replay.name());
        await(replays.promote(replay.name()));
    }

    @Test
    void aReplayStandsWhilePausedAndGoesOnAfterARestart() {
        append(200, 3_000);
        awaitCaughtUp(trigger);
        var live = state(0);
        SLOW.set(true);
        var replay = await(replays.start(trigger, Rehearsal.NONE, new Start.Earliest()));
        Awaitility.await().atMost(SOON).until(() -> delivered(replay) > 0);
        await(log.triggers().pause(replay.name()));
        await(dispatcher.shutDown());
        SLOW.set(false);

        var reached = delivered(replay);
        assertThat(reached).isBetween(1L, 2_990L);
        dispatcher = dispatch();
        append(3_000, 3_010);
        awaitCaughtUp(trigger);
        assertThat(delivered(replay)).isEqualTo(reached);

        await(log.triggers().resume(replay.name()));
        awaitCaughtUp(replay.name());
        assertThat(state(replay.generation())).isEqualTo(state(0)).isNotEqualTo(live);
        assertThat(await(replays.captured(replay.name(), 0, 10_000).count())).isEqualTo(3_010);
    }

    private static long delivered(Trigger replay) {
        return await(log.triggers().progress(replay.name())).stream()
                .mapToLong(p -> p.counts().delivered())
                .sum();
    }

    @Test
    void aDiscardedReplayLeavesNothing() {
        var live = state(0);
        var replay = await(replays.start(trigger, Rehearsal.NONE, new Start.Earliest()));
        awaitCaughtUp(replay.name());

        await(replays.discard(replay.name()));

        assertThat(state(replay.generation())).isEmpty();
        assertThat(state(0)).isEqualTo(live);
        assertThatThrownBy(() -> await(replays.promote(replay.name())))
                .isInstanceOf(UnknownTriggerException.class);
        assertThatThrownBy(() -> await(replays.discard(trigger)))
                .isInstanceOf(UnknownTriggerException.class);
    }

    /** Sums payloads by key and appends each sum; the bug forgets k3 and doubles k4. */
    private static Mono<Void> view(Delivery.Request request) {
        return SLOW.get() && request.trigger().isReplay()
                ? Mono.delay(Duration.ofMillis(100)).then(sum(request))
                : sum(request);
    }

    private static Mono<Void> sum(Delivery.Request request) {
        var bug = request.trigger().settings().function().equals("sum-with-bug");
        var totals = new TopicName(request.trigger().name().namespace(), "totals");
        return Flux.fromIterable(request.events())
                .concatMap(
                        event -> {
                            var key = String.valueOf(event.key());
                            if (bug && key.equals("k3")) {
                                return Mono.empty();
                            }
                            var amount = Integer.parseInt(event.payload());
                            return add(request, key, bug && key.equals("k4") ? 2 * amount : amount)
                                    .flatMap(
                                            sum ->
                                                    request.work()
                                                            .append(
                                                                    totals,
                                                                    List.of(
                                                                            NewEvent.of(
                                                                                    key,
                                                                                    "" + sum))));
                        })
                .then();
    }

    private static Mono<Integer> add(Delivery.Request request, String key, int amount) {
        return request.work()
                .get(key)
                .map(entry -> Integer.parseInt(entry.value()))
                .defaultIfEmpty(0)
                .map(
                        sum -> {
                            request.work().put(key, "" + (sum + amount), null);
                            return sum + amount;
                        });
    }

    private void append(int from, int to) {
        await(
                log.append(
                        topic,
                        IntStream.range(from, to)
                                .mapToObj(n -> NewEvent.of("k" + n % 10, "" + n))
                                .toList()));
    }

    private static void awaitCaughtUp(TriggerName name) {
        Awaitility.await()
                .atMost(SOON)
                .until(
                        () ->
                                await(log.triggers().progress(name)).stream()
                                        .allMatch(p -> p.counts().pending() == 0));
    }

    private static long published(TopicName name) {
        return await(log.ranges(name)).stream().mapToLong(PartitionRange::next).sum();
    }

    private StateSpace live() {
        return StateSpace.live(topic.namespace());
    }

    private Map<String, String> state(long generation) {
        var space = new StateSpace(topic.namespace(), generation);
        return await(log.state().list(space, new StateQuery("", null, 1_000))).entries().stream()
                .collect(Collectors.toMap(StateEntry::key, StateEntry::value));
    }

    private static List<Difference> differences(Trigger replay) {
        return await(replays.compare(replay.name(), "", 100).collectList());
    }
}
