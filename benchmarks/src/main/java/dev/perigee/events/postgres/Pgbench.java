package dev.perigee.events.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Runs pgbench with a transaction that inserts rows like the event log's into the same table: one
 * prepared INSERT with the values of all rows, in a partition number that no topic has.
 */
final class Pgbench {

    private final TestDatabase database;
    private final Duration duration;

    Pgbench(TestDatabase database, Duration duration) {
        this.database = database;
        this.duration = duration;
    }

    static boolean isInstalled() {
        try {
            return new ProcessBuilder("pgbench", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException missing) {
            return false;
        }
    }

    /** Rows a second, and the middle of the transactions' times. */
    Load.Result run(int clients, int rows) {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE SEQUENCE IF NOT EXISTS bench_offsets CACHE 100");
            return measure(clients, rows);
        } catch (SQLException | IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private Load.Result measure(int clients, int rows) throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("pgbench");
        var script = directory.resolve("insert.sql");
        var row =
                "((SELECT max(id) FROM topic_segments), 1000, nextval('bench_offsets'),"
                        + " gen_random_uuid(), clock_timestamp(), 'key', '"
                        + EventLogBenchmark.PAYLOAD
                        + "', NULL)";
        Files.writeString(
                script,
                "INSERT INTO events (segment_id, partition, event_offset, id, appended_at, key,"
                        + " payload, headers) VALUES "
                        + String.join(", ", Collections.nCopies(rows, row))
                        + ";\n");
        var command =
                new ArrayList<>(List.of("pgbench", "-n", "-M", "prepared", "-f", "" + script));
        command.addAll(List.of("-c", "" + clients, "-j", "1", "-T", "" + duration.toSeconds()));
        command.addAll(List.of("-l", "--log-prefix=" + directory.resolve("times")));
        command.add(database.url());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
        var tps =
                output.lines()
                        .filter(line -> line.startsWith("tps = "))
                        .map(line -> Double.valueOf(line.split(" ")[2]))
                        .findFirst()
                        .orElseThrow(() -> new IOException(output));
        var times = times(directory);
        return new Load.Result(tps * rows, times.millis(0.5), times.millis(0.99));
    }

    /** The third column of pgbench's log is a transaction's time in microseconds. */
    private static Times times(Path directory) throws IOException {
        var times = new Times(5_000_000);
        try (var files = Files.list(directory)) {
            files.filter(file -> file.getFileName().toString().startsWith("times"))
                    .flatMap(Pgbench::lines)
                    .forEach(line -> times.add(Long.parseLong(line.split(" ")[2]) * 1_000));
        }
        try (var files = Files.list(directory)) {
            files.forEach(file -> file.toFile().delete());
        }
        Files.delete(directory);
        return times;
    }

    private static java.util.stream.Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
