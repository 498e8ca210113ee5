package dev.perigee.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIntegrationTests {

    @TempDir Path data;

    @Test
    void keepsDataAndPortOverARestart() throws Exception {
        int port;
        try (var server = start()) {
            port = server.url().port();
            execute(server, "CREATE TABLE notes (id int PRIMARY KEY)");
            execute(server, "INSERT INTO notes VALUES (1)");
        }

        try (var server = start()) {
            assertThat(count(server, "notes")).isEqualTo(1);
            assertThat(server.url().port()).isEqualTo(port);
        }
    }

    @Test
    void writesDurably() throws Exception {
        try (var server = start()) {
            assertThat(query(server, "SHOW fsync")).isEqualTo("on");
            assertThat(query(server, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void leavesNoServerWhenTheProcessIsKilledAndKeepsEveryAcknowledgedRow() throws Exception {
        var writer = startWriter();
        var acknowledged = 0;
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            while (acknowledged < 200) {
                var line = lines.readLine();
                assertThat(line).as("the writer's next row").isNotNull();
                acknowledged = Integer.parseInt(line);
            }
            killNine(writer);
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged = Integer.parseInt(line);
            }
        }
        var postmaster = data.resolve("postgresql/cluster/postmaster.pid");
        await().atMost(Duration.ofSeconds(15)).until(() -> !Files.exists(postmaster));

        try (var server = start()) {
            assertThat(count(server, "written")).isGreaterThanOrEqualTo(acknowledged);
        }
    }

    @Test
    void startsAtOnceAfterTheProcessIsKilled() throws Exception {
        var writer = startWriter();
        writer.inputReader().readLine();
        killNine(writer);

        try (var server = start()) {
            assertThat(count(server, "written")).isPositive();
        }
    }

    @Test
    void removesAStalePidFile() throws Exception {
        start().close();
        var pid = ProcessHandle.current().pid();
        Files.writeString(
                data.resolve("postgresql/cluster/postmaster.pid"),
                pid + "\n/elsewhere\n1\n1\n\n\n\nready\n");

        try (var server = start()) {
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void takesAnotherPortWhenItsOwnIsOccupied() throws Exception {
        int port;
        try (var server = start()) {
            port = server.url().port();
        }

        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                var server = start()) {
            assertThat(server.url().port()).isNotEqualTo(port);
        }
    }

    @Test
    void refusesADirectoryThatAnotherOwns() {
        try (var _ = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("in use by the process")
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void saysThatADirectoryIsDamaged() throws Exception {
        start().close();
        var control = data.resolve("postgresql/cluster/global/pg_control");
        Files.write(control, new byte[64]);

        assertThatThrownBy(this::start)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("damaged");

        Files.delete(data.resolve("postgresql/cluster/PG_VERSION"));
        assertThatThrownBy(this::start)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("it holds no PG_VERSION");
    }

    @Test
    void finishesAFirstStartThatWasKilled() throws Exception {
        Files.createDirectories(data.resolve("postgresql/cluster.unfinished/base"));
        Files.createDirectories(TestPostgres.binaries());

        try (var server = start()) {
            assertThat(query(server, "SELECT current_database()")).isEqualTo("perigee");
        }
    }

    @Test
    void copiesAClusterWhenOthersShareThePrograms(@TempDir Path other) throws Exception {
        start().close();

        try (var server = EmbeddedPostgres.start(other, TestPostgres.binaries())) {
            assertThat(query(server, "SELECT current_database()")).isEqualTo("perigee");
            assertThat(server.url().password())
                    .isEqualTo(Files.readString(data.resolve("postgresql/password")).strip());
            assertThat(count(server, "flyway_schema_history"))
                    .isEqualTo(Schema.migrations().length);
            assertThat(count(server, "functions")).isZero();
        }
    }

    @Test
    void takesRelativeDirectories() throws Exception {
        var here = Path.of("").toAbsolutePath();

        try (var server =
                EmbeddedPostgres.start(
                        here.relativize(data), here.relativize(data.resolve("programs")))) {
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void unpacksTheVersionThatTheBuildDeclares() {
        var resource = getClass().getClassLoader().getResource(PostgresBinaries.resource());

        assertThat(String.valueOf(resource)).contains("-" + PostgresBinaries.VERSION + ".jar");
    }

    /** Unlike {@code destroyForcibly} this leaves open what the process wrote before. */
    private static void killNine(Process process) throws Exception {
        new ProcessBuilder("kill", "-9", Long.toString(process.pid())).start().waitFor();
        process.waitFor();
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(data, TestPostgres.binaries());
    }

    private Process startWriter() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static long count(EmbeddedPostgres server, String table) throws SQLException {
        return Long.parseLong(query(server, "SELECT count(*) FROM " + table));
    }

    private static String query(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = connect(server.url());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = connect(server.url());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(DatabaseUrl url) throws SQLException {
        return DriverManager.getConnection(url.jdbc(), url.user(), url.password());
    }

    /** A process that owns a server, writes rows and tells of each that was acknowledged. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws SQLException {
            var server = EmbeddedPostgres.start(Path.of(arguments[0]), TestPostgres.binaries());
            execute(server, "CREATE TABLE IF NOT EXISTS written (id int PRIMARY KEY)");
            try (var connection = connect(server.url());
                    var insert = connection.prepareStatement("INSERT INTO written VALUES (?)")) {
                for (var id = 1; ; id++) {
                    insert.setInt(1, id);
                    insert.executeUpdate();
                    System.out.println(id);
                }
            }
        }
    }
}
