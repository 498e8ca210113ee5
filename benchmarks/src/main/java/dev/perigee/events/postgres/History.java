package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;

import dev.perigee.events.EventQuery;
import dev.perigee.events.TopicName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import org.reactivestreams.Publisher;

/** A topic with a past: fills it by SQL, segment by segment, and reads pages of it. */
final class History {

    private static final int SEGMENT = 1_500_000;

    private final TestDatabase database;
    private final PostgresEventLog log;
    private final TopicName topic;
    private final int partitions;
    private long perPartition;

    History(TestDatabase database, PostgresEventLog log, TopicName topic) {
        this.database = database;
        this.log = log;
        this.topic = topic;
        this.partitions = await(log.topic(topic)).partitions();
    }

    void fill(int events) throws SQLException {
        try (var connection = database.connect()) {
            for (var left = events; left > 0; left -= SEGMENT) {
                fillSegment(connection, Math.min(left, SEGMENT) / partitions);
                if (left > SEGMENT) {
                    execute(connection, "SELECT open_segment(t.id) FROM topics t WHERE " + topic());
                }
            }
            execute(connection, "CHECKPOINT");
            execute(connection, "ANALYZE topic_partitions");
        }
    }

    private void fillSegment(Connection connection, int each) throws SQLException {
        var from = perPartition;
        execute(
                connection,
                ("INSERT INTO events SELECT p.segment_id, p.partition, n, gen_random_uuid(),"
                                + " clock_timestamp(), 'key' || n %% 1000, '%s', NULL FROM topics t"
                                + " JOIN topic_partitions p ON p.topic_id = t.id,"
                                + " generate_series(%d, %d) AS n WHERE %s")
                        .formatted(EventLogBenchmark.PAYLOAD, from, from + each - 1, topic()));
        perPartition = from + each;
        execute(
                connection,
                "UPDATE topic_partitions p SET next_offset = %d FROM topics t WHERE p.topic_id = t.id AND %s"
                        .formatted(perPartition, topic()));
    }

    private String topic() {
        return "t.namespace = '" + topic.namespace() + "' AND t.name = '" + topic.name() + "'";
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A page of 100 events at any place of the past. */
    Publisher<?> page(long n) {
        var from = ThreadLocalRandom.current().nextLong(Math.max(1, perPartition - 100));
        return log.read(EventQuery.of(topic, (int) (n % partitions), from, 100));
    }
}
