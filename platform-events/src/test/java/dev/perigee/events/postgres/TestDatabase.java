package dev.perigee.events.postgres;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.springframework.r2dbc.core.DatabaseClient;

/**
 * A migrated schema of its own on the JVM's test server: {@code TEST_DATABASE_URL} ({@code
 * postgresql://user:password@host:port/database}) or an embedded one.
 */
final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final URI server;
    private final String schema;
    private final ConnectionPool pool;

    private TestDatabase(URI server, String schema, int connections) {
        this.server = server;
        this.schema = schema;
        this.pool = newPool(connections);
    }

    private static final class Server {
        static final URI URL = find();

        private static URI find() {
            var configured = System.getenv("TEST_DATABASE_URL");
            return URI.create(
                    configured != null ? configured : EmbeddedPostgres.start().url().toString());
        }
    }

    static TestDatabase create(String name) {
        return create(name, 12);
    }

    static TestDatabase create(String name, int connections) {
        return on(Server.URL, name, connections);
    }

    /** On a server of its own, which may come and go. */
    static TestDatabase on(URI server, String name, int connections) {
        var schema =
                "test_"
                        + name
                        + "_"
                        + ProcessHandle.current().pid()
                        + "_"
                        + COUNT.incrementAndGet();
        var database = new TestDatabase(server, schema, connections);
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .schemas(schema)
                .load()
                .migrate();
        return database;
    }

    ConnectionPool pool() {
        return pool;
    }

    DatabaseClient client() {
        return DatabaseClient.builder().connectionFactory(pool).namedParameters(false).build();
    }

    /** A blocking connection, for locks that a test holds. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), user(), password());
    }

    /** For programs such as pgbench. */
    String url() {
        return server + "?options=-csearch_path%3D" + schema;
    }

    private String jdbcUrl() {
        return "jdbc:postgresql://%s:%d%s?currentSchema=%s"
                .formatted(server.getHost(), server.getPort(), server.getPath(), schema);
    }

    private String user() {
        return server.getUserInfo().split(":")[0];
    }

    private String password() {
        return server.getUserInfo().split(":")[1];
    }

    /** Another process as the database sees it. */
    ConnectionPool newPool(int connections) {
        var configuration =
                PostgresqlConnectionConfiguration.builder()
                        .host(server.getHost())
                        .port(server.getPort())
                        .database(server.getPath().substring(1))
                        .username(user())
                        .password(password())
                        .options(Map.of("search_path", schema))
                        .build();
        return new ConnectionPool(
                ConnectionPoolConfiguration.builder(new PostgresqlConnectionFactory(configuration))
                        .initialSize(2)
                        .maxSize(connections)
                        .build());
    }

    @Override
    public void close() {
        client().sql("DROP SCHEMA " + schema + " CASCADE").then().block();
        pool.dispose();
    }
}
