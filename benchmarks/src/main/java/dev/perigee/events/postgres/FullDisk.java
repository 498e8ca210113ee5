package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;

import dev.perigee.events.LogUnavailableException;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What becomes of appends while the database's disk is full, and afterwards.
 *
 * <p>Arguments: a small file system of its own, and what is to outgrow it: {@code table}, or {@code
 * wal} for the server's log on another one in its directory {@code wal}.
 */
final class FullDisk {

    private static final TopicName TOPIC = new TopicName("bench", "full");
    private static final int BALLAST = 64 << 20;
    private static final int PADDING = 2_000;
    private static final int CLIENTS = 8;
    private static final int READS = 10;

    private FullDisk() {}

    public static void main(String[] arguments) throws Exception {
        var disk = Path.of(arguments[0]);
        var wal = arguments[1].equals("wal");
        var small = wal ? disk.resolve("wal") : disk;
        var ballast = Files.write(small.resolve("ballast"), new byte[BALLAST]);
        var data = Files.createDirectory(disk.resolve("data"));
        var server = EmbeddedPostgres.startIn(data);
        if (wal) {
            moveWal(server, data.resolve("db/pg_wal"), small);
        }
        var database = TestDatabase.on(server.url(), "full", 12);
        if (!wal) {
            keepWalSmall(database);
        }
        try (var log = new PostgresEventLog(database.pool(), EventLogSettings.DEFAULT)) {
            await(log.define(TopicSettings.of(TOPIC)));
            run(log, server, small, ballast);
        }
        System.out.println("nothing acknowledged was lost, nothing was stored twice, no gap");
        System.exit(0);
    }

    /** Puts the server's log on a file system of its own, so that it is the log that fills it. */
    private static void moveWal(EmbeddedPostgres server, Path log, Path to)
            throws IOException, InterruptedException {
        server.stop();
        for (var command :
                List.of(
                        List.of("cp", "-a", "" + log, "" + to),
                        List.of("rm", "-r", "" + log),
                        List.of("ln", "-s", "" + to.resolve(log.getFileName()), "" + log))) {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IOException(String.join(" ", command));
            }
        }
        server.startAgain();
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
            assertNothingLost(appenders);
        }
    }

    /** On so small a disk the server may start over once more while all is read. */
    private static void assertNothingLost(Appenders appenders) throws InterruptedException {
        for (var attempt = 1; ; attempt++) {
            try {
                appenders.assertNothingLost();
                return;
            } catch (LogUnavailableException away) {
                if (attempt == READS) {
                    throw away;
                }
                TimeUnit.SECONDS.sleep(1);
            }
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
