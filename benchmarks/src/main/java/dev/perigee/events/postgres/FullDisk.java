package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;

import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * What becomes of appends while the database's disk is full, and afterwards.
 *
 * <p>Arguments: a small file system of its own, and what is to outgrow it: {@code table} or {@code
 * wal}.
 */
final class FullDisk {

    private static final TopicName TOPIC = new TopicName("bench", "full");
    private static final int BALLAST = 64 << 20;
    private static final int PADDING = 2_000;
    private static final int CLIENTS = 8;

    private FullDisk() {}

    public static void main(String[] arguments) throws Exception {
        var disk = Path.of(arguments[0]);
        var wal = arguments[1].equals("wal");
        var ballast = Files.write(disk.resolve("ballast"), new byte[BALLAST]);
        var server = EmbeddedPostgres.startIn(Files.createDirectory(disk.resolve("data")));
        var database = TestDatabase.on(server.url(), "full", 12);
        if (!wal) {
            keepWalSmall(database);
        }
        try (var log = new PostgresEventLog(database.pool(), EventLogSettings.DEFAULT)) {
            await(log.define(TopicSettings.of(TOPIC)));
            run(log, server, disk, ballast);
        }
        System.out.println("nothing acknowledged was lost, nothing was stored twice, no gap");
        System.exit(0);
    }

    private static void keepWalSmall(TestDatabase database) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET max_wal_size = '48MB'");
            statement.execute("ALTER SYSTEM SET min_wal_size = '32MB'");
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    private static void run(PostgresEventLog log, EmbeddedPostgres server, Path disk, Path ballast)
            throws IOException, InterruptedException {
        try (var appenders = new Appenders(log, TOPIC, CLIENTS, PADDING)) {
            appenders.awaitAcknowledged(50);
            appenders.awaitRefused(5);
            tell("full", appenders, disk);
            TimeUnit.SECONDS.sleep(3);
            tell("still full", appenders, disk);
            Files.delete(ballast);
            TimeUnit.SECONDS.sleep(1);
            if (!server.isRunning()) {
                System.out.println("the server had ended; starting it again");
                server.startAgain();
            }
            var freed = System.nanoTime();
            appenders.awaitAcknowledged(20);
            System.out.printf(
                    "every client appends again %d ms later%n",
                    (System.nanoTime() - freed) / 1_000_000);
            appenders.stop();
            tell("stopped", appenders, disk);
            appenders.assertNothingLost();
        }
    }

    private static void tell(String when, Appenders appenders, Path disk) throws IOException {
        System.out.printf(
                "%s: %d appends acknowledged, %d refused, %d MB free%n",
                when,
                appenders.acknowledged(),
                appenders.refused(),
                Files.getFileStore(disk).getUsableSpace() >> 20);
    }
}
