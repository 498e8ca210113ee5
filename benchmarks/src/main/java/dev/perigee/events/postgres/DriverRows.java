package dev.perigee.events.postgres;

import java.sql.SQLException;
import java.util.UUID;
import org.reactivestreams.Publisher;
import org.springframework.r2dbc.core.DatabaseClient;

/** Rows like the event log's, one in each transaction, through the same driver and pool. */
final class DriverRows {

    private final DatabaseClient client;
    private final long segment;

    DriverRows(TestDatabase database) throws SQLException {
        this.client = database.client();
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT max(id) FROM topic_segments")) {
            rows.next();
            this.segment = rows.getLong(1);
        }
    }

    Publisher<?> insert(long n) {
        return client.sql(
                        "INSERT INTO events (segment_id, partition, event_offset, id, appended_at,"
                                + " key, payload) VALUES ($1, 1001, nextval('bench_offsets'), $2,"
                                + " clock_timestamp(), $3, $4)")
                .bind(0, segment)
                .bind(1, UUID.randomUUID())
                .bind(2, "key" + n % 1000)
                .bind(3, EventLogBenchmark.PAYLOAD)
                .then();
    }
}
