package dev.perigee.events.postgres;

import dev.perigee.events.LogStatistics;
import dev.perigee.events.LogStatistics.Letters;
import dev.perigee.events.LogStatistics.OfTopic;
import dev.perigee.events.LogStatistics.OfTrigger;
import dev.perigee.events.TopicName;
import dev.perigee.events.TriggerName;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Reads the totals of everything by one statement, so that they belong to one moment. It reads
 * counter rows and an index of the dead letters, never events.
 */
final class StatisticsReader {

    private static final String SQL =
            """
            WITH letters AS (
                SELECT d.trigger_id, count(*) AS dead, count(*) FILTER (WHERE d.event_offset >= t.counted_from) AS parked
                FROM dead_letters d JOIN trigger_positions t ON t.trigger_id = d.trigger_id AND t.partition = d.partition
                GROUP BY d.trigger_id
            ), totals AS (
                SELECT t.trigger_id, sum(p.next_offset - t.counted_from)::bigint AS published, sum(t.delivered)::bigint AS delivered,
                       sum(t.dropped)::bigint AS dropped, sum(p.next_offset - t.position)::bigint AS pending,
                       sum(t.retried)::bigint AS retried, (count(*) FILTER (WHERE t.blocked))::integer AS blocked
                FROM trigger_positions t JOIN triggers g ON g.id = t.trigger_id
                JOIN topic_partitions p ON p.topic_id = g.topic_id AND p.partition = t.partition
                GROUP BY t.trigger_id
            )
            SELECT 'topic' AS kind, o.namespace, o.name, NULL AS replay_of, o.created_at,
                   sum(p.next_offset)::bigint AS published, sum(p.next_offset - p.first_offset)::bigint AS delivered,
                   0::bigint AS dropped, 0::bigint AS pending, 0::bigint AS retried, 0 AS blocked, 0::bigint AS parked, 0::bigint AS dead
            FROM topics o JOIN topic_partitions p ON p.topic_id = o.id
            WHERE $1::text IS NULL OR o.namespace = $1
            GROUP BY o.id
            UNION ALL
            SELECT 'trigger', g.namespace, g.name, r.name, g.created_at,
                   s.published, s.delivered, s.dropped, s.pending, s.retried, s.blocked, coalesce(l.parked, 0), coalesce(l.dead, 0)
            FROM triggers g JOIN totals s ON s.trigger_id = g.id
            LEFT JOIN letters l ON l.trigger_id = g.id LEFT JOIN triggers r ON r.id = g.replay_of
            WHERE $1::text IS NULL OR g.namespace = $1
            ORDER BY kind, namespace, name
            """;

    private final Database database;

    StatisticsReader(Database database) {
        this.database = database;
    }

    Mono<LogStatistics> read(@Nullable String namespace) {
        return database.sql(SQL)
                .bind(0, Parameters.in(R2dbcType.VARCHAR, namespace))
                .map(StatisticsReader::row)
                .all()
                .collectList()
                .map(StatisticsReader::statistics);
    }

    private static LogStatistics statistics(List<Record> rows) {
        var topics = new ArrayList<OfTopic>();
        var triggers = new ArrayList<OfTrigger>();
        for (var row : rows) {
            if (row instanceof OfTopic topic) {
                topics.add(topic);
            } else if (row instanceof OfTrigger trigger) {
                triggers.add(trigger);
            }
        }
        return new LogStatistics(topics, triggers);
    }

    private static Record row(Readable row) {
        var namespace = Rows.text(row, "namespace");
        var name = Rows.text(row, "name");
        if (Rows.text(row, "kind").equals("topic")) {
            return new OfTopic(
                    new TopicName(namespace, name),
                    Rows.number(row, "published"),
                    Rows.number(row, "delivered"));
        }
        return new OfTrigger(
                new TriggerName(namespace, name),
                row.get("replay_of", String.class),
                Rows.counts(row),
                Rows.number(row, "retried"),
                new Letters(Rows.number(row, "dead"), Rows.integer(row, "blocked")),
                Rows.time(row, "created_at"));
    }
}
