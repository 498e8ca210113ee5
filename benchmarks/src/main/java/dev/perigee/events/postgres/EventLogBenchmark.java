package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;

import dev.perigee.events.NewEvent;
import dev.perigee.events.SegmentUpkeep;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.reactivestreams.Publisher;

/**
 * Measures appends and deliveries beside pgbench on the same server, with fsync on and payloads of
 * 200 bytes, and prints a table of the results and their goals.
 *
 * <p>Arguments: seconds of each measurement, events of the large topic, and which parts to run:
 * append, alone, trigger, growth, notify.
 */
final class EventLogBenchmark {

    static final String PAYLOAD = "{\"text\":\"" + "x".repeat(188) + "\"}";

    private static final TopicName TOPIC = new TopicName("bench", "events");
    private static final int SMALL = 10_000;

    /** What is compared round by round, since the machine is not the same from one to the next. */
    private static final int ROUNDS = 12;

    private static final Duration ROUND = Duration.ofSeconds(2);

    private final TestDatabase database;
    private final PostgresEventLog log;
    private final Duration duration;
    private final Table table = new Table();

    private EventLogBenchmark(TestDatabase database, Duration duration) {
        this.database = database;
        this.log = new PostgresEventLog(database.pool(), EventLogSettings.DEFAULT);
        this.duration = duration;
    }

    public static void main(String[] arguments) throws Exception {
        var seconds = arguments.length < 1 ? 8 : Integer.parseInt(arguments[0]);
        var large = arguments.length < 2 ? 10_000_000 : Integer.parseInt(arguments[1]);
        var parts =
                new TreeSet<>(
                        arguments.length < 3
                                ? Set.of("append", "alone", "trigger", "growth", "notify")
                                : Set.of(arguments[2].split(",")));
        try (var database = TestDatabase.create("bench", 72)) {
            var benchmark = new EventLogBenchmark(database, Duration.ofSeconds(seconds));
            await(benchmark.log.define(TopicSettings.of(TOPIC)));
            benchmark.run(parts, large);
            benchmark.log.close();
            benchmark.table.print();
        }
    }

    private void run(Set<String> parts, int large) throws Exception {
        warmUp();
        if (parts.contains("append")) {
            appends();
        }
        if (parts.contains("alone")) {
            alone();
        }
        if (parts.contains("notify")) {
            notifications();
        }
        if (parts.contains("trigger")) {
            triggers();
        }
        if (parts.contains("growth")) {
            growth(large);
        }
    }

    /** Long enough for the compiler to be done with the way of an append. */
    private void warmUp() {
        System.err.println("warming up");
        Load.run(64, duration.multipliedBy(2), n -> append(log, n));
        Load.run(512, duration, n -> append(log, n));
    }

    private static Publisher<?> append(PostgresEventLog log, long n) {
        return append(log, TOPIC, n);
    }

    private static Publisher<?> append(PostgresEventLog log, TopicName topic, long n) {
        return log.append(topic, List.of(NewEvent.of("key" + n % 1000, PAYLOAD)));
    }

    private void appends() throws SQLException {
        var pgbench = new Pgbench(database, duration);
        var fifty = pgbench.run(8, 50);
        table.reference("pgbench, 8 clients, 50 rows", Table.text(fifty.perSecond(), "rows/s"));
        var rows = new DriverRows(database);
        Load.run(64, Duration.ofSeconds(3), n -> rows.insert(n));
        var naive = Load.run(64, duration, n -> rows.insert(n));
        table.reference(
                "same driver, 64 clients, 1 row a transaction",
                Table.text(naive.perSecond(), "rows/s"));

        var many = Load.run(64, duration, n -> append(log, n));
        table.reference("appends, 64 clients", Table.text(many.perSecond(), "/s"));
        table.atLeast(
                "appends, 64 clients, of pgbench at 50 rows",
                many.perSecond() / fifty.perSecond(),
                0.4,
                "");
        table.atLeast(
                "appends, 64 clients, of the driver's one-row transactions",
                many.perSecond() / naive.perSecond(),
                5,
                "");
        table.atMost("appends, 64 clients: p99", many.p99(), 5, "ms");
        var most = Load.run(512, duration, n -> append(log, n));
        table.atLeast("appends, 512 in flight", most.perSecond(), 60_000, "/s");
        table.reference("appends, 512 in flight: p99", Table.text(most.p99(), "ms"));
    }

    /** One client beside one of pgbench, in turns. */
    private void alone() {
        var pgbench = new Pgbench(database, ROUND);
        Load.run(1, ROUND, n -> append(log, n));
        var ours = new double[ROUNDS];
        var theirs = new double[ROUNDS];
        var ratios = new double[ROUNDS];
        for (var round = 0; round < ROUNDS; round++) {
            theirs[round] = pgbench.run(1, 1).p50();
            ours[round] = Load.run(1, ROUND, n -> append(log, n)).p50();
            ratios[round] = ours[round] / theirs[round];
        }
        table.reference("pgbench, 1 client, 1 row: p50", Table.text(Times.median(theirs), "ms"));
        table.reference("appends, 1 client: p50", Table.text(Times.median(ours), "ms"));
        table.atMost("appends, 1 client: p50, of pgbench's", Times.median(ratios), 1.5, "");
        table.reference("the same, each round", each(ratios));
    }

    private void notifications() throws InterruptedException {
        var silent = PostgresEventLog.silent(database.pool(), EventLogSettings.DEFAULT);
        var compared =
                Alternating.run(
                        5_000, Duration.ofSeconds(60), n -> append(silent, n), n -> append(log, n));
        silent.close();
        table.reference(
                "appends, 5,000 in flight, notifications off",
                Table.text(compared.perSecond(), "/s"));
        table.atLeast("the same with notifications on, of off", compared.ratio(), 0.95, "");
        table.reference(
                "between which that lies (95 %)",
                Table.text(compared.low(), "") + " and " + Table.text(compared.high(), ""));
    }

    private static String each(double[] ratios) {
        return Arrays.stream(ratios)
                .mapToObj(ratio -> Table.text(ratio, ""))
                .collect(Collectors.joining(", "));
    }

    private void triggers() {
        var loads = new TriggerLoads(log, TOPIC);
        var times = loads.latency(1_000, duration.multipliedBy(2), duration);
        table.atMost("append answered → handler, 1,000/s: p50", times.millis(0.5), 5, "ms");
        table.atMost("append answered → handler, 1,000/s: p99", times.millis(0.99), 30, "ms");
        var rate = loads.throughput(100, Duration.ofSeconds(1), Duration.ofSeconds(3));
        table.atLeast("trigger, batches of 100, with state", rate, 5_000, "/s");
    }

    private void growth(int large) throws SQLException {
        var small = measured("small", SMALL);
        var big = measured("large", large);
        var size = Table.text(large, "events");
        table.atLeast(
                "appends, 64 clients, to " + size + ", of 10,000", big[0] / small[0], 0.9, "");
        table.atLeast("pages of 100 read, 8 readers, the same", big[1] / small[1], 0.9, "");
    }

    private double[] measured(String name, int events) throws SQLException {
        var topic = new TopicName("bench", name);
        await(log.define(TopicSettings.of(topic)));
        var history = new History(database, log, topic);
        history.fill(events);
        await(log.lookAfterSegments(SegmentUpkeep.Limits.DEFAULT, false));
        var half = duration.dividedBy(2);
        Load.run(64, half, n -> append(log, topic, n));
        var appends = Load.run(64, half, n -> append(log, topic, n));
        Load.run(8, half, history::page);
        var pages = Load.run(8, half, history::page);
        table.reference(
                name + " topic: appends, pages of 100",
                Table.text(appends.perSecond(), "/s") + ", " + Table.text(pages.perSecond(), "/s"));
        return new double[] {appends.perSecond(), pages.perSecond()};
    }
}
