package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.events.Appended;
import dev.perigee.events.Event;
import dev.perigee.events.EventLog;
import dev.perigee.events.EventLogContract;
import dev.perigee.events.EventPlacer;
import dev.perigee.events.EventQuery;
import dev.perigee.events.LogSaturatedException;
import dev.perigee.events.LogUnavailableException;
import dev.perigee.events.NewEvent;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

class PostgresEventLogIntegrationTests extends EventLogContract {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static TestDatabase database;
    private static PostgresEventLog log;

    @BeforeAll
    static void start() {
        database = TestDatabase.create("events");
        log = new PostgresEventLog(database.pool(), EventLogSettings.DEFAULT);
    }

    @AfterAll
    static void stop() {
        log.close();
        database.close();
    }

    @Override
    protected EventLog log() {
        return log;
    }

    @Test
    void aPartitionLockedByAnotherStallsNobodyElse() throws SQLException {
        var topic = topic("stalled", 8);
        var keys = keysOfEachPartition(topic, 8);

        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "SELECT 1 FROM topic_partitions p JOIN topics t ON t.id = p.topic_id WHERE"
                            + " t.name = 'stalled' AND p.partition = 3 FOR UPDATE OF p");
            var held = log.append(topic, List.of(NewEvent.of(keys.get(3), "\"held\""))).toFuture();
            var others =
                    Flux.range(0, 80)
                            .filter(n -> n % 8 != 3)
                            .flatMap(
                                    n ->
                                            log.append(
                                                    topic,
                                                    List.of(NewEvent.of(keys.get(n % 8), "" + n))),
                                    50)
                            .count();

            assertThat(await(others)).isEqualTo(70);
            assertThat(held).isNotDone();

            connection.commit();
            assertThat(held).succeedsWithin(5, TimeUnit.SECONDS);
        }
        assertThat(log.waiting()).isZero();
    }

    @Test
    void aReaderNeverSkipsAnEventThatIsStillCommitting() throws Exception {
        var topic = topic("open", 1);
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "SELECT * FROM append_events(ARRAY[(SELECT id FROM topics WHERE name ="
                            + " 'open')], ARRAY[0], ARRAY[0], ARRAY[gen_random_uuid()],"
                            + " ARRAY['k'], ARRAY['\"first\"'], ARRAY[NULL], '1s')");
            var second = log.append(topic, List.of(NewEvent.of("k", "\"second\""))).toFuture();

            var early = await(log.read(EventQuery.of(topic, 0, 0, 10)));
            assertThat(early.events()).isEmpty();
            assertThat(second).isNotDone();

            connection.commit();
            assertThat(second.get(5, TimeUnit.SECONDS)).containsExactly(new Appended(0, 1));
        }
        var page = await(log.read(EventQuery.of(topic, 0, 0, 10)));
        assertThat(page.events())
                .extracting(Event::payload)
                .containsExactly("\"first\"", "\"second\"");
    }

    /** The server answers with rows and only then fails to commit, as on a full disk. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 30})
    void acknowledgesNothingWhoseCommitFails(int events) throws SQLException {
        var topic = topic("uncommitted-" + events, 1);
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE FUNCTION fail_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                        RAISE EXCEPTION 'no commit' USING ERRCODE = '53100';
                    END $$;
                    CREATE CONSTRAINT TRIGGER fail_at_commit AFTER UPDATE ON topic_partitions
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail_at_commit();
                    """);
            try {
                assertThatThrownBy(() -> await(log.append(topic, numbers(events))))
                        .isInstanceOf(LogUnavailableException.class);
            } finally {
                statement.execute(
                        """
                        DROP TRIGGER fail_at_commit ON topic_partitions;
                        DROP FUNCTION fail_at_commit;
                        """);
            }
        }
        assertThat(await(log.append(topic, numbers(events))))
                .extracting(Appended::offset)
                .startsWith(0L)
                .hasSize(events);
    }

    private static List<NewEvent> numbers(int count) {
        return IntStream.range(0, count).mapToObj(n -> NewEvent.of("k", "" + n)).toList();
    }

    /**
     * The server rolls the first of two commits under way back for a reason that passes, so it is
     * repeated behind the second: nothing is lost or doubled, each caller learns its own place, and
     * who waits for answers finds its events in their order.
     */
    @Test
    void aGroupThatIsRepeatedBehindTheNextKeepsEveryEventOnce() throws Exception {
        var topic = topic("repeated", 1);
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE SEQUENCE repeated_once;
                    CREATE FUNCTION fail_now_and_then() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                        IF NEW.topic_id = (SELECT id FROM topics WHERE name = 'repeated')
                            AND nextval('repeated_once') % 3 = 1 THEN
                            RAISE EXCEPTION 'now and then' USING ERRCODE = '40001';
                        END IF;
                        RETURN NEW;
                    END $$;
                    CREATE TRIGGER fail_now_and_then BEFORE UPDATE ON topic_partitions
                    FOR EACH ROW EXECUTE FUNCTION fail_now_and_then();
                    """);
            var places =
                    await(
                            Flux.range(0, 16)
                                    .flatMap(client -> appendsOf(topic, "k" + client, 25), 16)
                                    .collectMap(Map.Entry::getKey, Map.Entry::getValue));
            statement.execute("DROP TRIGGER fail_now_and_then ON topic_partitions");

            var stored = await(log.read(EventQuery.of(topic, 0, 0, 1_000))).events();
            assertThat(stored).hasSize(16 * 25);
            for (var event : stored) {
                assertThat(places.get(event.payload())).isEqualTo(event.offset());
            }
            for (var client = 0; client < 16; client++) {
                var key = "k" + client;
                assertThat(stored.stream().filter(e -> key.equals(e.key())).map(Event::payload))
                        .containsExactlyElementsOf(
                                IntStream.range(0, 25)
                                        .mapToObj(n -> "\"" + key + "-" + n + "\"")
                                        .toList());
            }
        }
    }

    /** One after the other, each with the offset that its caller was told. */
    private static Flux<Map.Entry<String, Long>> appendsOf(TopicName topic, String key, int count) {
        return Flux.range(0, count)
                .map(n -> "\"" + key + "-" + n + "\"")
                .concatMap(
                        payload ->
                                log.append(topic, List.of(NewEvent.of(key, payload)))
                                        .map(
                                                places ->
                                                        Map.entry(
                                                                payload,
                                                                places.getFirst().offset())));
    }

    /**
     * The first of each two statements is slow before it locks anything: it must not be overtaken.
     */
    @Test
    void callersThatDoNotWaitFindAPartitionsEventsInTheirOrder() throws SQLException {
        var topic = topic("unawaited", 8);
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE SEQUENCE slow_statements;
                    CREATE FUNCTION be_slow_every_other_time() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                        IF nextval('slow_statements') % 2 = 1 THEN PERFORM pg_sleep(0.03); END IF;
                        RETURN NULL;
                    END $$;
                    CREATE TRIGGER be_slow BEFORE UPDATE ON topic_partitions
                    FOR EACH STATEMENT EXECUTE FUNCTION be_slow_every_other_time();
                    """);
            try {
                for (var key : keysOfEachPartition(topic, 8)) {
                    var first = log.append(topic, List.of(NewEvent.of(key, "1"))).toFuture();
                    var second = log.append(topic, List.of(NewEvent.of(key, "2"))).toFuture();

                    assertThat(first.join().getFirst().offset()).isZero();
                    assertThat(second.join().getFirst().offset()).isOne();
                }
            } finally {
                statement.execute("DROP TRIGGER be_slow ON topic_partitions");
            }
        }
    }

    /** Why offsets are not taken from a sequence: the same history, told by one, loses an event. */
    @Test
    void aReaderOfSerialOffsetsWouldSkipAnEventThatIsStillCommitting() throws Exception {
        try (var connection = database.connect();
                var open = connection.createStatement();
                var second = database.connect();
                var others = second.createStatement()) {
            open.execute("CREATE TABLE naive (event_offset bigserial, payload text)");
            connection.setAutoCommit(false);
            open.execute("INSERT INTO naive (payload) VALUES ('first')");
            others.execute("INSERT INTO naive (payload) VALUES ('second')");

            var seen = readNaive(others, 0);
            connection.commit();
            seen.addAll(readNaive(others, 2));

            assertThat(seen).containsExactly("second");
        }
    }

    private static List<String> readNaive(Statement statement, long beyond) throws SQLException {
        var found = new ArrayList<String>();
        try (var rows =
                statement.executeQuery(
                        "SELECT payload FROM naive WHERE event_offset > " + beyond)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    @Test
    void aPollingReaderSeesEveryEventOfTwoProcessesOnce() {
        var topic = topic("polled", 2);
        var otherPool = database.newPool(6);
        try (var other = new PostgresEventLog(otherPool, EventLogSettings.DEFAULT)) {
            var seen = new CopyOnWriteArrayList<Event>();
            var reading =
                    Flux.merge(log.tail(topic, 0, 0), other.tail(topic, 1, 0)).subscribe(seen::add);

            var writers =
                    Flux.range(0, 3000)
                            .flatMap(
                                    n ->
                                            (n % 2 == 0 ? log : other)
                                                    .append(
                                                            topic,
                                                            List.of(NewEvent.of("k" + n, "" + n))),
                                    40);
            assertThat(await(writers.count())).isEqualTo(3000);

            Awaitility.await().atMost(SOON).until(() -> seen.size() >= 3000);
            reading.dispose();
            assertThat(seen.stream().map(Event::payload).map(Integer::valueOf))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 3000).boxed().toList());
            for (var partition : List.of(0, 1)) {
                var offsets =
                        seen.stream()
                                .filter(event -> event.partition() == partition)
                                .map(Event::offset)
                                .toList();
                assertThat(offsets).isEqualTo(LongStream.range(0, offsets.size()).boxed().toList());
            }
        } finally {
            otherPool.dispose();
        }
    }

    @Test
    void readsAcrossSegments() {
        var topic = topic("segmented", 2);
        for (var segment = 0; segment < 3; segment++) {
            await(log.append(topic, events("k", 10)));
            await(
                    database.client()
                            .sql("SELECT open_segment(id) FROM topics WHERE name = 'segmented'")
                            .then());
        }
        await(log.append(topic, events("k", 10)));
        var partition = keysPartition(topic, "k");

        var all = await(log.tail(topic, partition, 0).take(40).map(Event::offset).collectList());

        assertThat(all).isEqualTo(LongStream.range(0, 40).boxed().toList());
        var page = await(log.read(EventQuery.of(topic, partition, 5, 100)));
        assertThat(page.next()).isEqualTo(10);
        assertThat(page.end()).isEqualTo(40);
    }

    @Test
    void boundsAPageByItsBytes() {
        var topic = topic("large", 1);
        var payload = "\"" + "x".repeat(1_000_000) + "\"";
        for (var n = 0; n < 20; n++) {
            await(log.append(topic, List.of(NewEvent.of("k", payload))));
        }

        var page = await(log.read(EventQuery.of(topic, 0, 0, 100)));

        assertThat(page.events()).hasSize(9);
        assertThat(page.next()).isEqualTo(9);
        assertThat(await(log.tail(topic, 0, 0).take(20).count())).isEqualTo(20);
    }

    @Test
    void refusesAppendsAtOnceWhenTooManyWait() throws SQLException {
        var topic = topic("full", 1);
        var settings = new EventLogSettings(10, 1 << 20, 1_000, 1 << 20, Duration.ofSeconds(1));
        try (var small = new PostgresEventLog(database.pool(), settings);
                var connection = database.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "SELECT 1 FROM topic_partitions p JOIN topics t ON t.id = p.topic_id WHERE"
                            + " t.name = 'full' FOR UPDATE OF p");
            var waiting =
                    IntStream.range(0, 10)
                            .mapToObj(
                                    n ->
                                            small.append(topic, List.of(NewEvent.of("k", "" + n)))
                                                    .toFuture())
                            .toList();
            Awaitility.await().atMost(SOON).until(() -> small.waiting() == 10);

            assertThatThrownBy(
                            () -> small.append(topic, List.of(NewEvent.of("k", "11"))).block(SOON))
                    .isInstanceOf(LogSaturatedException.class);

            connection.commit();
            assertThat(waiting).allSatisfy(f -> assertThat(f).succeedsWithin(SOON));
            assertThat(small.waiting()).isZero();
        }
        assertThat(await(log.ranges(topic)).getFirst().next()).isEqualTo(10);
    }

    private static TopicName topic(String name, int partitions) {
        var topic = new TopicName("shop", name);
        await(log.define(TopicSettings.of(topic).withPartitions(partitions)));
        return topic;
    }

    private static List<NewEvent> events(String key, int count) {
        return IntStream.range(0, count).mapToObj(n -> NewEvent.of(key, "" + n)).toList();
    }

    private static int keysPartition(TopicName topic, String key) {
        return await(log.topic(topic).map(t -> new EventPlacer(t.settings()).partitionOf(key)));
    }

    private static List<String> keysOfEachPartition(TopicName topic, int partitions) {
        return IntStream.range(0, partitions)
                .mapToObj(
                        partition ->
                                IntStream.iterate(0, n -> n + 1)
                                        .mapToObj(n -> "key" + n)
                                        .filter(key -> keysPartition(topic, key) == partition)
                                        .findFirst()
                                        .orElseThrow())
                .toList();
    }
}
