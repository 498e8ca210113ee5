package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;

import dev.perigee.events.NewEvent;
import dev.perigee.events.Start;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Measures appends and deliveries beside pgbench on the same server, with fsync on and payloads of
 * 200 bytes. Run its main method; an argument is the seconds of each measurement.
 */
final class EventLogBenchmark {

    private static final String PAYLOAD = "{\"text\":\"" + "x".repeat(188) + "\"}";
    private static final TopicName TOPIC = new TopicName("bench", "events");

    private final TestDatabase database;
    private final PostgresEventLog log;
    private final Duration duration;

    private EventLogBenchmark(TestDatabase database, Duration duration) {
        this.database = database;
        this.log = new PostgresEventLog(database.pool(), EventLogSettings.DEFAULT);
        this.duration = duration;
    }

    public static void main(String[] arguments) throws Exception {
        var seconds = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        try (var database = TestDatabase.create("bench")) {
            new EventLogBenchmark(database, Duration.ofSeconds(seconds)).run();
        }
    }

    private void run() throws Exception {
        await(log.define(TopicSettings.of(TOPIC)));
        appends("warm-up", 64);
        appends("1 appender", 1);
        appends("64 appenders", 64);
        appends("512 appenders", 512);
        pgbench("1 client, 1 row", 1, 1);
        pgbench("8 clients, 1 row", 8, 1);
        pgbench("8 clients, 50 rows", 8, 50);
        latency();
        deliveries(100);
        deliveries(1);
        log.close();
    }

    private void appends(String name, int concurrent) {
        var times = new ConcurrentLinkedQueue<Long>();
        var end = System.nanoTime() + duration.toNanos();
        var started = System.nanoTime();
        var count =
                await(
                        Flux.<Integer>generate(
                                        sink -> {
                                            if (System.nanoTime() < end) {
                                                sink.next(1);
                                            } else {
                                                sink.complete();
                                            }
                                        })
                                .index()
                                .flatMap(n -> timed(n.getT1(), times), concurrent)
                                .count());
        report(name, count, started, times);
    }

    private Mono<?> timed(long n, ConcurrentLinkedQueue<Long> times) {
        return Mono.defer(
                () -> {
                    var began = System.nanoTime();
                    return log.append(TOPIC, List.of(NewEvent.of("key" + n % 1000, PAYLOAD)))
                            .doOnNext(_ -> times.add(System.nanoTime() - began));
                });
    }

    /** From the commit's answer to the handler's start, at 1,000 events a second. */
    private void latency() {
        var trigger = new TriggerName("bench", "latency");
        await(log.triggers().define(TriggerSettings.of(trigger, TOPIC, "f"), new Start.Latest()));
        var times = new ConcurrentLinkedQueue<Long>();
        var dispatcher =
                log.dispatch(
                        request -> {
                            var sent = request.events().getFirst().headers().get("sent");
                            times.add(System.nanoTime() - Long.parseLong(String.valueOf(sent)));
                            return Mono.empty();
                        },
                        DispatchSettings.DEFAULT);
        Awaitility.await().until(() -> dispatcher.owned() == 8);
        var started = System.nanoTime();
        await(
                Flux.interval(Duration.ofMillis(1))
                        .onBackpressureBuffer()
                        .take(duration)
                        .flatMap(n -> log.append(TOPIC, List.of(stamped(n))))
                        .count());
        report("append → handler, 1000/s", times.size(), started, times);
        await(dispatcher.shutDown());
        await(log.triggers().delete(trigger));
    }

    private static NewEvent stamped(long n) {
        return new NewEvent(
                null, "key" + n % 1000, PAYLOAD, Map.of("sent", "" + System.nanoTime()));
    }

    private void deliveries(int batch) {
        var trigger = new TriggerName("bench", "batch-" + batch);
        await(
                log.triggers()
                        .define(
                                TriggerSettings.of(trigger, TOPIC, "f").withBatchSize(batch),
                                new Start.Earliest()));
        var dispatcher =
                log.dispatch(
                        request -> {
                            request.work()
                                    .put("p" + request.events().getFirst().partition(), "1", null);
                            return Mono.empty();
                        },
                        DispatchSettings.DEFAULT);
        Awaitility.await().until(() -> dispatcher.owned() == 8);
        var before = delivered(trigger);
        var started = System.nanoTime();
        Mono.delay(duration).block();
        var count = delivered(trigger) - before;
        report("deliveries with state, batch " + batch, count, started, List.of());
        await(dispatcher.shutDown());
        await(log.triggers().delete(trigger));
    }

    private long delivered(TriggerName trigger) {
        return await(log.triggers().progress(trigger)).stream()
                .mapToLong(p -> p.counts().delivered())
                .sum();
    }

    private void pgbench(String name, int clients, int rows) throws IOException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE SEQUENCE IF NOT EXISTS bench_offsets");
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
        var script = Files.createTempFile("pgbench", ".sql");
        Files.writeString(
                script,
                "INSERT INTO events SELECT (SELECT max(id) FROM topic_segments), 1000,"
                    + " nextval('bench_offsets'), gen_random_uuid(), clock_timestamp(), 'key', '"
                        + PAYLOAD
                        + "', NULL FROM generate_series(1, "
                        + rows
                        + ");\n");
        var command =
                new ArrayList<>(List.of("pgbench", "-n", "-M", "prepared", "-f", "" + script));
        command.addAll(List.of("-c", "" + clients, "-j", "1", "-T", "" + duration.toSeconds()));
        command.add(database.url());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Arrays.stream(output.split("\n"))
                .filter(line -> line.contains("latency average") || line.contains("tps"))
                .forEach(line -> System.out.printf("pgbench %s: %s%n", name, line));
    }

    private static void report(String name, long count, long started, Iterable<Long> times) {
        var seconds = (System.nanoTime() - started) / 1e9;
        var sorted = new ArrayList<Long>();
        times.forEach(sorted::add);
        sorted.sort(null);
        var percentiles =
                IntStream.of(50, 99)
                        .filter(_ -> !sorted.isEmpty())
                        .mapToObj(
                                p ->
                                        "p%d %.2f ms"
                                                .formatted(
                                                        p,
                                                        sorted.get((sorted.size() - 1) * p / 100)
                                                                / 1e6))
                        .toList();
        System.out.printf("%s: %.0f/s %s%n", name, count / seconds, percentiles);
    }
}
