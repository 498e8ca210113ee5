package dev.perigee.events;

import static dev.perigee.events.Blocking.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** What every state store promises, alone and together with a log. */
public abstract class StateStoreContract {

    private static final AtomicInteger NAMES = new AtomicInteger();

    private StateStore state;
    private EventLog log;
    private StateSpace space;
    private TopicName topic;

    protected abstract StateStore state();

    protected abstract EventLog log();

    protected abstract UnitOfWork begin(StateSpace space);

    /** Lets that time pass for the store's clock. */
    protected abstract void pass(Duration time);

    @BeforeEach
    void chooseNamespace() {
        state = state();
        log = log();
        space = StateSpace.live("shop-" + NAMES.incrementAndGet());
        topic = new TopicName(space.namespace(), "orders");
        await(log.define(TopicSettings.of(topic).withPartitions(2)));
    }

    @Test
    void givesBackWhatWasPut() {
        var version = put("käse/1", "{\"n\":[1,\"\\u0000\",null]}");

        var entry = await(state.get(space, "käse/1"));

        assertThat(entry.value()).isEqualTo("{\"n\":[1,\"\\u0000\",null]}");
        assertThat(entry.version()).isEqualTo(version).isPositive();
        assertThat(state.get(space, "other").blockOptional()).isEmpty();
        assertThat(state.get(StateSpace.live("elsewhere"), "käse/1").blockOptional()).isEmpty();
        assertThat(state.get(new StateSpace(space.namespace(), 7), "käse/1").blockOptional())
                .isEmpty();
    }

    @Test
    void neverUsesAVersionTwice() {
        var first = put("k", "1");
        await(state.write(space, List.of(StateWrite.delete("k"))));
        var second = put("k", "1");

        assertThat(second).isGreaterThan(first);
        assertThatThrownBy(() -> write(StateWrite.put("k", "2").expecting(first)))
                .isInstanceOf(StateConflictException.class);
    }

    @Test
    void comparesVersionsBeforeItWrites() {
        assertThatThrownBy(() -> write(StateWrite.put("k", "1").expecting(5L)))
                .isInstanceOf(StateConflictException.class);
        var first = write(StateWrite.put("k", "1").expecting(StateWrite.ABSENT)).get("k");
        assertThatThrownBy(() -> write(StateWrite.put("k", "2").expecting(StateWrite.ABSENT)))
                .isInstanceOfSatisfying(
                        StateConflictException.class,
                        error -> assertThat(error.key()).isEqualTo("k"));
        var second = write(StateWrite.put("k", "3").expecting(first)).get("k");

        assertThat(second).isGreaterThan(first);
        assertThatThrownBy(() -> write(StateWrite.delete("k").expecting(first)))
                .isInstanceOf(StateConflictException.class);
        assertThat(await(state.get(space, "k")).value()).isEqualTo("3");
        assertThatThrownBy(() -> write(StateWrite.delete("k").expecting(StateWrite.ABSENT)))
                .isInstanceOf(StateConflictException.class);
        assertThat(write(StateWrite.delete("k").expecting(second))).isEqualTo(Map.of("k", 0L));
        assertThat(write(StateWrite.delete("k").expecting(StateWrite.ABSENT)))
                .isEqualTo(Map.of("k", 0L));
    }

    @Test
    void writesAllOrNothing() {
        put("b", "1");

        assertThatThrownBy(
                        () ->
                                await(
                                        state.write(
                                                space,
                                                List.of(
                                                        StateWrite.put("a", "1"),
                                                        StateWrite.put("b", "2")
                                                                .expecting(StateWrite.ABSENT),
                                                        StateWrite.put("c", "1")))))
                .isInstanceOf(StateConflictException.class);

        assertThat(keys("")).containsExactly("b");
    }

    @Test
    void listsKeysByPrefixAndPage() {
        for (var key : List.of("a", "user/2", "user/10", "user/1", "user0", "user/é", "z")) {
            put(key, "\"" + key + "\"");
        }

        var first = await(state.list(space, new StateQuery("user/", null, 2)));
        var second = await(state.list(space, new StateQuery("user/", first.next(), 2)));

        assertThat(first.entries())
                .extracting(StateEntry::key)
                .containsExactly("user/1", "user/10");
        assertThat(second.entries())
                .extracting(StateEntry::key)
                .containsExactly("user/2", "user/é");
        assertThat(second.next()).isNull();
        assertThat(keys("%")).isEmpty();
    }

    @Test
    void forgetsWhatExpired() {
        write(StateWrite.put("k", "1").expiringAfter(Duration.ofHours(1)));
        write(StateWrite.put("l", "1").expiringAfter(Duration.ofHours(1)));
        assertThat(keys("")).containsExactly("k", "l");

        write(StateWrite.put("k", "1").expiringAfter(Duration.ofMillis(200)));
        pass(Duration.ofMillis(300));

        assertThat(keys("")).containsExactly("l");
        assertThat(state.get(space, "k").blockOptional()).isEmpty();
        write(StateWrite.put("k", "2").expecting(StateWrite.ABSENT));
        assertThat(keys("")).containsExactly("k", "l");
        write(StateWrite.put("k", "3").expiringAfter(Duration.ofMillis(1)));
        pass(Duration.ofMillis(100));
        assertThat(await(state.removeExpired())).isPositive();
        assertThat(keys("")).containsExactly("l");
    }

    @Test
    void refusesWhatIsNoStateByName() {
        for (var bad :
                List.<Runnable>of(
                        () -> StateWrite.put("", "1"),
                        () -> StateWrite.put("k".repeat(1025), "1"),
                        () -> StateWrite.put("nul\0", "1"),
                        () -> StateWrite.put("k", "{"),
                        () -> StateWrite.put("k", ""),
                        () -> StateWrite.put("k", "\"" + "x".repeat(1 << 20) + "\""),
                        () -> StateWrite.put("k", "1").expiringAfter(Duration.ZERO))) {
            assertThatThrownBy(bad::run).isInstanceOf(InvalidStateException.class);
        }
    }

    @Test
    void aUnitStoresEventsAndStateTogether() {
        var unit = begin(space);
        await(unit.append(topic, List.of(NewEvent.of("k", "1"), NewEvent.of("k", "2"))));
        unit.put("count", "2", null);
        await(unit.append(topic, List.of(NewEvent.of("k", "3"))));
        assertThat(endOfTopic()).isZero();
        assertThat(keys("")).isEmpty();

        var committed = await(unit.commit());

        assertThat(committed.appended()).extracting(Appended::offset).containsExactly(0L, 1L, 2L);
        assertThat(committed.versions()).containsOnlyKeys("count");
        assertThat(endOfTopic()).isEqualTo(3);
        assertThat(keys("")).containsExactly("count");
    }

    @Test
    void aUnitThatOnlyAppendsSharesTheLogsCommit() {
        var unit = begin(space);
        await(unit.append(topic, List.of(NewEvent.of("a", "1"))));
        await(unit.append(topic, List.of(NewEvent.of("a", "2"), NewEvent.of("b", "3"))));

        var committed = await(unit.commit());

        assertThat(committed.appended()).hasSize(3);
        assertThat(endOfTopic()).isEqualTo(3);
    }

    @Test
    void aUnitAppendsToManyTopicsOrToNone() {
        var other = new TopicName(space.namespace(), "other");
        await(log.define(TopicSettings.of(other)));
        var both = begin(space);
        await(both.append(topic, List.of(NewEvent.of("k", "1"))));
        await(both.append(other, List.of(NewEvent.of("k", "1"))));
        await(both.commit());
        var neither = begin(space);
        await(neither.append(topic, List.of(NewEvent.of("k", "2"))));
        await(neither.append(other, List.of(NewEvent.of("k", "2"))));
        neither.put("k", "1", null);
        await(log.delete(other));

        assertThatThrownBy(() -> await(neither.commit())).isInstanceOf(UnknownTopicException.class);

        assertThat(endOfTopic()).isEqualTo(1);
        assertThat(keys("")).isEmpty();
    }

    @Test
    void aUnitIsToldOfBadEventsAtOnce() {
        var unit = begin(space);

        assertThatThrownBy(() -> await(unit.append(topic, List.of(NewEvent.of("k", "{")))))
                .isInstanceOf(InvalidEventException.class);
        assertThatThrownBy(
                        () ->
                                await(
                                        unit.append(
                                                new TopicName("x", "none"),
                                                List.of(NewEvent.of("k", "1")))))
                .isInstanceOf(UnknownTopicException.class);

        assertThat(unit.isEmpty()).isTrue();
        assertThat(await(unit.commit())).isEqualTo(Committed.NOTHING);
        assertThatThrownBy(() -> await(unit.commit())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aUnitReadsItsOwnWrites() {
        put("a", "1");
        put("b", "1");
        put("d", "1");
        var unit = begin(space);
        unit.put("c", "2", null);
        unit.put("a", "2", null);
        unit.delete("b");

        assertThat(await(unit.get("a")).value()).isEqualTo("2");
        assertThat(unit.get("b").blockOptional()).isEmpty();
        assertThat(await(unit.get("d")).value()).isEqualTo("1");
        assertThat(await(unit.list(new StateQuery("", null, 10))).entries())
                .extracting(StateEntry::key)
                .containsExactly("a", "c", "d");
        var first = await(unit.list(new StateQuery("", null, 1)));
        assertThat(first.entries()).extracting(StateEntry::key).containsExactly("a");
        var second = await(unit.list(new StateQuery("", first.next(), 2)));
        assertThat(second.entries()).extracting(StateEntry::key).contains("c");
        assertThat(await(state.get(space, "a")).value()).isEqualTo("1");
    }

    @Test
    void aUnitComparesAndSets() {
        var version = put("k", "1");
        var unit = begin(space);

        assertThat(await(unit.cas(version + 1, StateWrite.put("k", "2")))).isFalse();
        assertThat(await(unit.cas(version, StateWrite.put("k", "3")))).isTrue();
        assertThat(await(unit.cas(StateEntry.PENDING, StateWrite.put("k", "4")))).isTrue();
        assertThat(await(unit.cas(StateWrite.ABSENT, StateWrite.put("new", "1")))).isTrue();
        await(unit.commit());

        assertThat(await(state.get(space, "k")).value()).isEqualTo("4");
        assertThat(keys("")).containsExactly("k", "new");
    }

    @Test
    void aUnitFailsWhenAKeyItReadAndWroteWasChanged() {
        put("k", "1");
        var unit = begin(space);
        await(unit.append(topic, List.of(NewEvent.of("k", "1"))));
        await(unit.get("k"));
        unit.get("absent").block();
        unit.put("k", "2", null);
        unit.put("absent", "1", null);
        put("absent", "9");

        assertThatThrownBy(() -> await(unit.commit()))
                .isInstanceOfSatisfying(
                        StateConflictException.class,
                        error -> assertThat(error.key()).isEqualTo("absent"));

        assertThat(endOfTopic()).isZero();
        assertThat(await(state.get(space, "k")).value()).isEqualTo("1");
    }

    @Test
    void noIncrementIsLostAmongConcurrentUnits() {
        var increments =
                Flux.range(0, 200)
                        .flatMap(
                                n ->
                                        Mono.defer(() -> increment(n))
                                                .retryWhen(
                                                        Retry.backoff(1000, Duration.ofMillis(2))
                                                                .maxBackoff(Duration.ofMillis(20))
                                                                .filter(
                                                                        StateConflictException.class
                                                                                ::isInstance)),
                                8);

        assertThat(await(increments.count())).isEqualTo(200);

        assertThat(await(state.get(space, "counter")).value()).isEqualTo("200");
        assertThat(endOfTopic()).isEqualTo(200);
    }

    @Test
    void aUnitHoldsSoMuchAndNoMore() {
        var unit = begin(space);
        var large = "\"" + "x".repeat(1_000_000) + "\"";
        IntStream.range(0, 33).forEach(n -> unit.put("k" + n, large, null));

        assertThatThrownBy(() -> unit.put("k34", large, null))
                .isInstanceOf(UnitTooLargeException.class)
                .hasMessageContaining("32 MB");
        assertThatThrownBy(() -> await(unit.append(topic, List.of(NewEvent.of("k", large)))))
                .isInstanceOf(UnitTooLargeException.class);
    }

    @Test
    void aNestedUnitJoinsTheOneAroundIt() {
        put("stored", "1");
        var outer = begin(space);
        outer.put("outer", "1", null);
        await(outer.append(topic, List.of(NewEvent.of("k", "1"))));
        var inner = outer.nested();

        assertThat(await(inner.get("outer")).value()).isEqualTo("1");
        assertThat(await(inner.get("stored")).value()).isEqualTo("1");
        inner.put("outer", "2", null);
        inner.delete("stored");
        inner.put("inner", "1", null);
        await(inner.append(topic, List.of(NewEvent.of("k", "2"))));
        assertThat(await(outer.get("outer")).value()).isEqualTo("1");
        assertThat(await(inner.list(new StateQuery("", null, 10))).entries())
                .extracting(StateEntry::key)
                .containsExactly("inner", "outer");
        assertThat(await(inner.commit())).isEqualTo(Committed.NOTHING);

        assertThat(await(outer.get("outer")).value()).isEqualTo("2");
        assertThat(keys("")).containsExactly("stored");
        await(outer.commit());
        assertThat(keys("")).containsExactly("inner", "outer");
        assertThat(endOfTopic()).isEqualTo(2);
    }

    @Test
    void aNestedUnitThatIsNotCommittedLeavesNothing() {
        var outer = begin(space);
        outer.put("k", "1", null);
        var inner = outer.nested();
        inner.put("k", "2", null);
        inner.put("other", "2", null);
        await(inner.append(topic, List.of(NewEvent.of("k", "1"))));

        await(outer.commit());

        assertThat(keys("")).containsExactly("k");
        assertThat(await(state.get(space, "k")).value()).isEqualTo("1");
        assertThat(endOfTopic()).isZero();
        assertThatThrownBy(() -> await(inner.commit())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nestedUnitsAtTheSameTimeLoseNoUpdate() {
        var outer = begin(space);
        outer.put("k", "1", null);
        var first = outer.nested();
        var second = outer.nested();
        await(first.get("k"));
        await(second.get("k"));
        first.put("k", "2", null);
        second.put("k", "2", null);
        second.put("other", "1", null);
        await(first.commit());

        assertThatThrownBy(() -> await(second.commit())).isInstanceOf(StateConflictException.class);

        assertThat(outer.get("other").blockOptional()).isEmpty();
        await(outer.commit());
        assertThat(await(state.get(space, "k")).value()).isEqualTo("2");
    }

    @Test
    void whatANestedUnitReadIsGuardedByTheCommit() {
        put("k", "1");
        var outer = begin(space);
        var inner = outer.nested();
        await(inner.get("k"));
        inner.put("k", "2", null);
        await(inner.commit());
        put("k", "9");

        assertThatThrownBy(() -> await(outer.commit())).isInstanceOf(StateConflictException.class);

        assertThat(await(state.get(space, "k")).value()).isEqualTo("9");
    }

    private Mono<Committed> increment(int n) {
        var unit = begin(space);
        return unit.get("counter")
                .map(entry -> Integer.parseInt(entry.value()))
                .defaultIfEmpty(0)
                .flatMap(
                        count -> {
                            unit.put("counter", "" + (count + 1), null);
                            return unit.append(topic, List.of(NewEvent.of("k" + n, "" + n)))
                                    .then(unit.commit());
                        });
    }

    private long put(String key, String value) {
        return Objects.requireNonNull(write(StateWrite.put(key, value)).get(key));
    }

    private Map<String, Long> write(StateWrite write) {
        return await(state.write(space, List.of(write)));
    }

    private List<String> keys(String prefix) {
        return await(state.list(space, new StateQuery(prefix, null, 1000))).entries().stream()
                .map(StateEntry::key)
                .toList();
    }

    private long endOfTopic() {
        return await(log.ranges(topic)).stream().mapToLong(PartitionRange::next).sum();
    }
}
