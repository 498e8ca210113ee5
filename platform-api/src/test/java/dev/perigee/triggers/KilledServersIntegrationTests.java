package dev.perigee.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perigee.events.EventPlacer;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two servers on one database while either is killed, stands still for longer than its lease, or
 * loses its connections. The system properties {@code perigee.kill.events} and {@code
 * perigee.kill.clients} make it the long run of {@code benchmarks/kill.sh}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledServersIntegrationTests {

    private static final int EVENTS = Integer.getInteger("perigee.kill.events", 1_600);
    private static final int CLIENTS = Integer.getInteger("perigee.kill.clients", 8);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofHours(1);

    /**
     * Deliveries one by one, each with its commit, and a pause of a third of a second for each
     * poison.
     */
    private static final Duration DRAINED = PATIENCE.plus(Duration.ofMillis(10L * EVENTS));

    private static final String UNGUARDED =
            """
            DO $$ BEGIN EXECUTE replace(pg_get_functiondef('commit_unit'::regproc),
                ' AND t.epoch = p_epoch AND t.position = p_from', ''); END $$
            """;

    private static final int PARTITIONS = TopicSettings.DEFAULT_PARTITIONS;

    private final KilledServers servers = new KilledServers();

    @BeforeAll
    void start() {
        servers.start();
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @Test
    void losesAndDoublesNothing() throws InterruptedException {
        var clients = new ArrayList<KillClient>();
        var threads = new ArrayList<Thread>();
        for (var n = 0; n < CLIENTS; n++) {
            var client = new KillClient(servers, "k" + n, EVENTS / CLIENTS, n % 2 == 0);
            clients.add(client);
            threads.add(Thread.ofVirtual().start(client));
        }
        var blows = blowsUntilTheEnd(threads);
        for (var thread : threads) {
            assertThat(thread.join(LONG)).isTrue();
        }
        await().atMost(DRAINED).until(() -> servers.pending("numbers") == 0);

        var stored = stored();
        System.out.printf(
                "%d events acknowledged, %d without answer, %d stored; %s%n",
                clients.stream().mapToInt(client -> client.acknowledged().size()).sum(),
                clients.stream().mapToInt(client -> client.unknown().size()).sum(),
                servers.stored("numbers"),
                blows);
        for (var client : clients) {
            keepsWhatItAcknowledged(client, stored.getOrDefault(client.key(), List.of()));
        }
        hasNoGap();
        hasCountedEachEventOnce(stored);
    }

    /** Each kind in turn and then any, until nobody appends any more. */
    private Map<String, Integer> blowsUntilTheEnd(List<Thread> clients) {
        var blows = new HashMap<String, Integer>();
        for (var n = 0; n < 3 || clients.stream().anyMatch(Thread::isAlive); n++) {
            ServerProcess.pause(500 + ThreadLocalRandom.current().nextLong(1_500));
            var server = n % 2 == 0 ? servers.first : servers.second;
            switch (n < 3 ? n : ThreadLocalRandom.current().nextInt(3)) {
                case 0 -> {
                    server.kill();
                    server.launch().awaitReady();
                    blows.merge("kills", 1, Integer::sum);
                }
                case 1 -> {
                    server.stop();
                    ServerProcess.pause(ServerProcess.LEASE.toMillis() + 1_500);
                    server.resume();
                    blows.merge("stops", 1, Integer::sum);
                }
                default -> {
                    servers.cutConnections();
                    blows.merge("cuts", 1, Integer::sum);
                }
            }
        }
        return blows;
    }

    /** The numbers of each key in the order of their offsets. */
    private Map<String, List<Integer>> stored() {
        var stored = new HashMap<String, List<Integer>>();
        for (var row :
                servers.query(
                        """
                        SELECT e.key || ' ' || (e.payload::json ->> 'n') FROM events e
                        JOIN topic_segments s ON s.id = e.segment_id
                        JOIN topics t ON t.id = s.topic_id
                        WHERE t.name = 'numbers' ORDER BY e.partition, e.event_offset
                        """)) {
            var parts = row.split(" ");
            stored.computeIfAbsent(parts[0], _ -> new ArrayList<>())
                    .add((int) Double.parseDouble(parts[1]));
        }
        return stored;
    }

    private static void keepsWhatItAcknowledged(KillClient client, List<Integer> stored) {
        var unknown = new HashSet<>(client.unknown());

        assertThat(stored).as(client.key()).doesNotHaveDuplicates();
        assertThat(stored.stream().filter(n -> !unknown.contains(n)).toList())
                .as("acknowledged events of %s in their order", client.key())
                .isEqualTo(client.acknowledged());
    }

    private void hasNoGap() {
        assertThat(
                        servers.query(
                                """
                                SELECT p.partition FROM topic_partitions p
                                JOIN topics t ON t.id = p.topic_id LEFT JOIN topic_segments s
                                ON s.topic_id = t.id LEFT JOIN events e
                                ON e.segment_id = s.id AND e.partition = p.partition
                                WHERE t.name = 'numbers'
                                GROUP BY p.partition, p.next_offset
                                HAVING count(e.event_offset) <> p.next_offset
                                OR coalesce(max(e.event_offset), -1) <> p.next_offset - 1
                                """))
                .as("partitions with gaps")
                .isEmpty();
    }

    private void hasCountedEachEventOnce(Map<String, List<Integer>> stored) {
        var numbers = stored.values().stream().flatMap(List::stream).toList();
        var poisoned = numbers.stream().filter(KillClient::isPoisoned).count();

        assertThat(
                        servers.number(
                                "SELECT coalesce(sum(value::bigint), 0) FROM state_entries WHERE"
                                        + " key LIKE 'count/%'"))
                .as("the counter")
                .isEqualTo(numbers.size() - poisoned);
        assertThat(servers.query("SELECT key FROM state_entries WHERE key LIKE 'disorder/%'"))
                .isEmpty();
        assertThat(servers.attemptsOfParked("numbers"))
                .hasSize((int) poisoned)
                .allMatch(attempts -> Integer.parseInt(attempts) <= 4);
    }

    /** Without the check of epoch and position, the same must go wrong: else this shows nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"guarded", "unguarded"})
    void aStoppedOwnersCommitIsRefused(String topic) {
        var original = servers.query("SELECT pg_get_functiondef('commit_unit'::regproc)");
        if (topic.equals("unguarded")) {
            servers.query(UNGUARDED);
        }
        try {
            handOverInTheMiddle(topic);
            var out = servers.stored(topic + "-out");
            if (topic.equals("guarded")) {
                assertThat(out).isEqualTo(16);
            } else {
                assertThat(out).isGreaterThan(16);
            }
        } finally {
            servers.query(original.getFirst());
        }
    }

    private void handOverInTheMiddle(String topic) {
        var events =
                twoKeysOfEachPartition(topic)
                        .map(
                                key ->
                                        Map.of(
                                                "key",
                                                key,
                                                "payload",
                                                Map.of("ms", 2000, "out", topic + "-out")))
                        .toList();
        share(topic);
        servers.append(topic, events);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> started(topic) >= PARTITIONS);
        servers.first.stop();
        try {
            await().atMost(PATIENCE).until(() -> servers.pending(topic) == 0);
        } finally {
            servers.first.resume();
        }
        // What the stopped one was about to commit, it commits or is refused within this time.
        ServerProcess.pause(4_000);
    }

    private static Stream<String> twoKeysOfEachPartition(String topic) {
        var settings = TopicSettings.of(new TopicName("default", topic));
        var placer = new EventPlacer(settings.withPartitions(PARTITIONS));
        return IntStream.range(0, PARTITIONS)
                .boxed()
                .flatMap(
                        partition ->
                                IntStream.iterate(0, n -> n + 1)
                                        .mapToObj(n -> "k" + n)
                                        .filter(key -> placer.partitionOf(key) == partition)
                                        .limit(2));
    }

    private long started(String topic) {
        return servers.number(
                "SELECT count(*) FROM state_entries WHERE key LIKE 'started/%s/%%'"
                        .formatted(topic));
    }

    /** Deals the partitions out until both servers have some, so that the stopped one does. */
    private void share(String topic) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(3))
                .until(
                        () -> {
                            var shared = owners(topic) == 2;
                            if (!shared) {
                                servers.query(
                                        "UPDATE trigger_positions SET owner = NULL, epoch = epoch"
                                                + " + 1");
                            }
                            return shared;
                        });
    }

    private long owners(String topic) {
        return servers.number(
                """
                SELECT count(*) FROM (SELECT p.owner FROM trigger_positions p
                JOIN triggers t ON t.id = p.trigger_id
                JOIN delivery_owners o ON o.id = p.owner AND o.lease_until > now()
                WHERE t.name = 'on-%s' GROUP BY p.owner HAVING count(*) >= 2) AS owners
                """
                        .formatted(topic));
    }

    @Test
    void keepsTheRetryBudgetThroughHandOvers() {
        var event = Map.of("key", "k", "payload", Map.of("x", 1));
        servers.append("stuck", event);
        for (var n = 0; n < 20; n++) {
            ServerProcess.pause(300);
            servers.query(
                    "UPDATE trigger_positions SET owner = NULL, epoch = epoch + 1 WHERE trigger_id"
                            + " = (SELECT id FROM triggers WHERE name = 'on-stuck')");
        }

        await().atMost(PATIENCE).until(() -> servers.pending("stuck") == 0);
        assertThat(servers.number("SELECT value FROM state_entries WHERE key = 'attempts'"))
                .isBetween(1L, 4L);
        assertThat(servers.attemptsOfParked("stuck")).containsExactly("4");
    }
}
