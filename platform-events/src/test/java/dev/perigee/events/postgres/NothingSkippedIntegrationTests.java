package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.events.Appended;
import dev.perigee.events.Event;
import dev.perigee.events.EventPlacer;
import dev.perigee.events.EventQuery;
import dev.perigee.events.NewEvent;
import dev.perigee.events.PlacedEvent;
import dev.perigee.events.Replays.Rehearsal;
import dev.perigee.events.Start;
import dev.perigee.events.StateSpace;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerSettings;
import io.r2dbc.pool.ConnectionPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An append is held open at its very end, with its rows inserted and nothing committed, while
 * another process appends behind it. Whoever reads meanwhile, in whatever way, must find its events
 * afterwards, before those that were appended later. Offsets from a sequence fail the same test.
 */
class NothingSkippedIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    /** Holds the first append to partition 0 of a topic, whatever statement it comes from. */
    private static final String HOLDING =
            """
            CREATE FUNCTION hold_append() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NEW.partition = 0 AND OLD.next_offset = 0 AND NEW.next_offset > 0 THEN
                    PERFORM set_config('lock_timeout', '20s', true);
                    PERFORM pg_advisory_xact_lock_shared(4711, 42);
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER hold_append AFTER UPDATE ON topic_partitions
            FOR EACH ROW EXECUTE FUNCTION hold_append();
            """;

    /** Takes a number, inserts, and counts only at the end: what one would do without thinking. */
    private static final String SERIAL_OFFSETS =
            """
            DROP TRIGGER hold_append ON topic_partitions;
            CREATE SEQUENCE serial_offsets MINVALUE 0;
            CREATE OR REPLACE FUNCTION append_events(
                p_topics bigint[], p_partitions integer[], p_ranks integer[], p_ids uuid[],
                p_keys text[], p_payloads text[], p_headers text[], p_lock_timeout text)
            RETURNS TABLE (topic_id bigint, partition integer, base_offset bigint) LANGUAGE plpgsql AS $$
            #variable_conflict use_column
            DECLARE
                v_offset bigint := CASE p_partitions[1] WHEN 0 THEN nextval('serial_offsets') ELSE 0 END;
            BEGIN
                INSERT INTO events SELECT p.segment_id, p.partition, v_offset, p_ids[1], now(), p_keys[1], p_payloads[1], NULL
                FROM topic_partitions p WHERE p.topic_id = p_topics[1] AND p.partition = p_partitions[1];
                IF p_payloads[1] = '"held"' THEN
                    PERFORM pg_advisory_xact_lock_shared(4711, 42);
                END IF;
                UPDATE topic_partitions p SET next_offset = greatest(p.next_offset, v_offset + 1)
                WHERE p.topic_id = p_topics[1] AND p.partition = p_partitions[1];
                RETURN QUERY SELECT p_topics[1], p_partitions[1], v_offset;
            END $$;
            """;

    /** Every statement that appends. */
    enum Way {
        ALONE,
        IN_A_GROUP,
        WHERE_ANOTHER_STALLED,
        ONCE,
        IN_A_UNIT_WITH_STATE
    }

    private final TopicName topic = new TopicName("shop", "orders");
    private final TopicSettings settings = TopicSettings.of(topic).withPartitions(2);
    private final TriggerName live = new TriggerName("shop", "live");
    private final Map<String, List<String>> seen = new ConcurrentHashMap<>();
    private final AtomicBoolean elsewhere = new AtomicBoolean();
    private final Disposable.Composite readers = Disposables.composite();

    private TestDatabase database;
    private ConnectionPool otherPool;
    private PostgresEventLog log;
    private PostgresEventLog other;
    private TriggerDispatcher dispatcher;

    @BeforeEach
    void start() throws SQLException {
        database = TestDatabase.create("skipped", 20);
        otherPool = database.newPool(8);
        execute(HOLDING);
        log = new PostgresEventLog(database.pool(), EventLogSettings.DEFAULT);
        other = new PostgresEventLog(otherPool, EventLogSettings.DEFAULT);
        await(log.define(settings));
        dispatcher =
                log.dispatch(
                        request -> {
                            var name = request.trigger().name().name();
                            request.events().forEach(event -> saw(name, event));
                            return Mono.empty();
                        },
                        new DispatchSettings(
                                Duration.ofSeconds(20), Duration.ofMillis(200), 16, 100));
    }

    @AfterEach
    void stop() {
        readers.dispose();
        await(dispatcher.shutDown());
        log.close();
        other.close();
        otherPool.dispose();
        database.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void noReaderSkipsAnEventThatIsStillCommitting(Way way) throws Exception {
        appendBehindAnOpenOne(way, true);

        readersHaveSeen(List.of("held", "later", "last"));
    }

    @Test
    void serialOffsetsFailThisTest() throws Exception {
        execute(SERIAL_OFFSETS);
        appendBehindAnOpenOne(Way.ONCE, false);

        assertThatThrownBy(() -> readersHaveSeen(List.of("held", "later", "last")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[\"later\", \"last\"]");
    }

    private void appendBehindAnOpenOne(Way way, boolean inOrder) throws Exception {
        read();
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(4711, 42)");
            var held = append(log, way, "held", 0);
            Awaitility.await().atMost(SOON).until(() -> isHeld(statement));

            var later = append(other, way, "later", 0);
            append(other, way, "elsewhere", 1).join();
            Awaitility.await().atMost(SOON).until(() -> elsewhere.get());
            if (inOrder) {
                assertThat(later).isNotDone();
            } else {
                later.join();
                Awaitility.await().atMost(SOON).until(() -> payloads("tail").contains("later"));
            }
            catchUp();

            statement.execute("SELECT pg_advisory_unlock(4711, 42)");
            held.join();
            later.join();
            if (inOrder) {
                burnANumber(connection);
            }
        }
        append(other, way, "last", 0).join();
    }

    private static boolean isHeld(Statement statement) throws SQLException {
        try (var rows =
                statement.executeQuery(
                        "SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 4711 AND"
                                + " objid = 42 AND NOT granted")) {
            return rows.next();
        }
    }

    /** An append that is rolled back after it took its offset, which is free again. */
    private static void burnANumber(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "SELECT append_events(ARRAY[(SELECT id FROM topics)], ARRAY[0], ARRAY[0],"
                            + " ARRAY[gen_random_uuid()], ARRAY['k'], ARRAY['\"burnt\"'],"
                            + " ARRAY[NULL], '1s')");
        }
        connection.rollback();
    }

    private CompletableFuture<?> append(
            PostgresEventLog into, Way way, String payload, int partition) {
        var key = keyOf(partition);
        var event = NewEvent.of(key, '"' + payload + '"');
        return switch (way) {
            case ALONE -> into.append(topic, List.of(event)).toFuture();
            case IN_A_GROUP ->
                    into.append(topic, List.of(event, NewEvent.of(key, "\"second\""))).toFuture();
            case WHERE_ANOTHER_STALLED -> appendWithPatience(event, partition).toFuture();
            case ONCE -> into.appendOnce(topic, payload, List.of(event)).toFuture();
            case IN_A_UNIT_WITH_STATE -> {
                var unit = into.begin(StateSpace.live("shop"));
                unit.put(payload, "1", null);
                yield unit.append(topic, List.of(event)).then(unit.commit()).toFuture();
            }
        };
    }

    private String keyOf(int partition) {
        var placer = new EventPlacer(settings);
        return IntStream.iterate(0, n -> n + 1)
                .mapToObj(n -> "key" + n)
                .filter(key -> placer.partitionOf(key) == partition)
                .findFirst()
                .orElseThrow();
    }

    /** As appends to a partition that somebody holds for long. */
    private Mono<List<Appended>> appendWithPatience(NewEvent event, int partition) {
        var statement = new AppendStatement(new Database(database.pool()));
        var placed =
                new PlacedEvent(
                        UUID.randomUUID(), partition, event.key(), event.payload(), null, 1);
        var into = await(log.topic(topic));
        return Mono.create(
                caller ->
                        statement
                                .commit(
                                        List.of(AppendRequest.of(into, List.of(placed), caller)),
                                        SOON)
                                .subscribe(_ -> caller.success(List.of()), caller::error));
    }

    /** Everybody who is there before. */
    private void read() {
        define("live");
        reading("tail", log.tail(topic, 0, 0));
        reading("follow", log.follow(topic, List.of(0L, 0L)));
        var next = new AtomicLong();
        reading(
                "page",
                Mono.defer(() -> log.read(EventQuery.of(topic, 0, next.get(), 10)))
                        .doOnNext(page -> next.set(page.next()))
                        .repeatWhen(again -> again.delayElements(Duration.ofMillis(10)))
                        .flatMapIterable(page -> page.events()));
    }

    /** Everybody who begins at the beginning while the append is open. */
    private void catchUp() {
        define("catching-up");
        reading("late tail", log.tail(topic, 0, 0));
        var replay = await(log.replays().start(live, Rehearsal.NONE, new Start.Earliest()));
        seen.put(replay.name().name(), new CopyOnWriteArrayList<>());
    }

    private void define(String name) {
        seen.put(name, new CopyOnWriteArrayList<>());
        var handling = TriggerSettings.of(new TriggerName("shop", name), topic, "f");
        await(log.triggers().define(handling, new Start.Earliest()));
    }

    private void reading(String name, Flux<Event> events) {
        seen.put(name, new CopyOnWriteArrayList<>());
        readers.add(events.subscribe(event -> saw(name, event)));
    }

    private void saw(String name, Event event) {
        var payload = event.payload().replace("\"", "");
        if (event.partition() == 1) {
            elsewhere.set(true);
        } else if (!payload.equals("second")) {
            payloads(name).add(payload);
        }
    }

    private List<String> payloads(String name) {
        return seen.getOrDefault(name, new CopyOnWriteArrayList<>());
    }

    private void readersHaveSeen(List<String> expected) {
        assertThat(seen).hasSize(7);
        Awaitility.await()
                .atMost(SOON)
                .until(() -> seen.values().stream().allMatch(all -> all.contains("last")));
        seen.forEach((name, payloads) -> assertThat(payloads).as(name).isEqualTo(expected));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
