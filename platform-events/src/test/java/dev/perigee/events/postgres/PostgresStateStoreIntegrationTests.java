package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.events.Event;
import dev.perigee.events.EventLog;
import dev.perigee.events.EventQuery;
import dev.perigee.events.LogUnavailableException;
import dev.perigee.events.NewEvent;
import dev.perigee.events.StateEntry;
import dev.perigee.events.StateQuery;
import dev.perigee.events.StateSpace;
import dev.perigee.events.StateStore;
import dev.perigee.events.StateStoreContract;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.UnitOfWork;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class PostgresStateStoreIntegrationTests extends StateStoreContract {

    private static TestDatabase database;
    private static PostgresEventLog log;

    @BeforeAll
    static void start() {
        database = TestDatabase.create("state");
        log = new PostgresEventLog(database.pool(), EventLogSettings.DEFAULT);
    }

    @AfterAll
    static void stop() {
        log.close();
        database.close();
    }

    @Override
    protected StateStore state() {
        return log.state();
    }

    @Override
    protected EventLog log() {
        return log;
    }

    @Override
    protected UnitOfWork begin(StateSpace space) {
        return log.begin(space);
    }

    @Override
    protected void pass(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    @Test
    void killedConnectionsLeaveEveryUnitWholeOrAbsent() throws Exception {
        var topic = new TopicName("killed", "units");
        await(log.define(TopicSettings.of(topic).withPartitions(2)));
        var space = StateSpace.live("killed");
        var acknowledged = ConcurrentHashMap.<Integer>newKeySet();
        var lost = new AtomicInteger();
        var enough = new AtomicBoolean();

        var committing =
                Flux.range(0, 100_000)
                        .takeWhile(_ -> !enough.get())
                        .flatMap(
                                n ->
                                        commitUnit(topic, space, n)
                                                .doOnSuccess(_ -> acknowledged.add(n))
                                                .doOnError(_ -> lost.incrementAndGet())
                                                .onErrorComplete(),
                                16)
                        .then()
                        .toFuture();
        killConnectionsDuring(
                committing, () -> enough.set(acknowledged.size() > 200 && lost.get() > 5));

        awaitConnections(topic);
        var events =
                eventsOf(topic).stream()
                        .map(event -> Integer.valueOf(event.payload()))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(lost.get()).isPositive();
        assertThat(acknowledged.size()).isGreaterThan(200);
        assertThat(stateOf(space)).isEqualTo(events);
        assertThat(events).containsAll(new HashSet<>(acknowledged));
        assertThat(eventsOf(topic)).hasSize(events.size());
    }

    private void killConnectionsDuring(CompletableFuture<?> committing, Runnable look)
            throws SQLException {
        try (var killer = database.connect();
                var statement = killer.createStatement()) {
            while (!committing.isDone()) {
                look.run();
                statement.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <>"
                                + " pg_backend_pid() AND backend_type = 'client backend' AND query"
                                + " LIKE '%commit_unit%'");
                pass(Duration.ofMillis(100));
            }
        }
    }

    /** Killed connections that lay idle are found out one by one, each by a failing read. */
    private void awaitConnections(TopicName topic) throws Exception {
        for (int failures = 0; ; failures++) {
            try {
                eventsOf(topic);
                return;
            } catch (LogUnavailableException dead) {
                assertThat(failures).isLessThan(32);
                pass(Duration.ofMillis(20));
            }
        }
    }

    private static Mono<?> commitUnit(TopicName topic, StateSpace space, int n) {
        var unit = log.begin(space);
        unit.put("unit-" + n, "" + n, null);
        return unit.append(topic, List.of(NewEvent.of("k" + n, "" + n))).then(unit.commit());
    }

    private static List<Event> eventsOf(TopicName topic) {
        var events = new ArrayList<Event>();
        for (var partition = 0; partition < 2; partition++) {
            events.addAll(await(log.read(EventQuery.of(topic, partition, 0, 10_000))).events());
        }
        return events;
    }

    private static Set<Integer> stateOf(StateSpace space) {
        var found = new TreeSet<Integer>();
        var query = new StateQuery("", null, 1000);
        while (true) {
            var page = await(log.state().list(space, query));
            page.entries().stream()
                    .map(StateEntry::value)
                    .map(Integer::valueOf)
                    .forEach(found::add);
            if (page.next() == null) {
                return found;
            }
            query = new StateQuery("", page.next(), 1000);
        }
    }
}
