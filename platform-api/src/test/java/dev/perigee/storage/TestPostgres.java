package dev.perigee.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.util.FileSystemUtils;

/**
 * One server for all tests of the JVM, started when first asked for: {@code TEST_DATABASE_URL}, or
 * an embedded one in a temporary directory. Each caller gets a database of its own.
 */
public final class TestPostgres {

    private TestPostgres() {}

    /** The URL of a new, empty database. */
    public static String newDatabase() {
        var server = Server.URL;
        var name = "test_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection =
                        DriverManager.getConnection(
                                server.jdbc(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return "postgresql://%s:%s@%s:%d/%s"
                .formatted(server.user(), server.password(), server.host(), server.port(), name);
    }

    /** Programs shared by all test runs of this machine, so that they are unpacked once. */
    static Path binaries() {
        return Path.of(System.getProperty("java.io.tmpdir"), "perigee-test-postgresql");
    }

    /** Started by the class loader, once. */
    private static final class Server {

        private static final DatabaseUrl URL = url();

        private static DatabaseUrl url() {
            var configured = System.getenv("TEST_DATABASE_URL");
            return configured == null ? startEmbedded() : DatabaseUrl.parse(configured);
        }

        private static DatabaseUrl startEmbedded() {
            try {
                var directory = Files.createTempDirectory("perigee-test-data");
                var server = EmbeddedPostgres.start(directory, binaries());
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, directory)));
                return server.url();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void end(EmbeddedPostgres server, Path directory) {
            server.close();
            FileSystemUtils.deleteRecursively(directory.toFile());
        }
    }
}
