package dev.perigee.invocations;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Writes records, and makes and drops the days they lie in. */
@Repository
class InvocationRepository {

    private static final List<String> TABLES = List.of("invocations", "invocation_logs");

    private final DatabaseClient database;

    InvocationRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Writes all of them with two statements; writing the same again changes nothing. */
    Mono<Void> insert(List<InvocationRecord> batch) {
        return insertInvocations(batch).then(insertLogs(batch));
    }

    private Mono<Void> insertInvocations(List<InvocationRecord> batch) {
        return database.sql(
                        """
                        INSERT INTO invocations (id, namespace, function, version, alias, origin,
                            outcome, error, trace, started_at, duration_us, trace_id, span_id,
                            parent_span_id, log_lines, request_id)
                        SELECT id, namespace, function, version, alias, origin, outcome, error, trace,
                            to_timestamp(started_ms / 1000.0), duration_us, trace_id, span_id,
                            parent_span_id, log_lines, request_id
                        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::text[],
                            $6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[],
                            $11::bigint[], $12::text[], $13::text[], $14::text[], $15::int[],
                            $16::text[])
                            AS r (id, namespace, function, version, alias, origin, outcome, error,
                            trace, started_ms, duration_us, trace_id, span_id, parent_span_id,
                            log_lines, request_id)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("$1", column(batch, InvocationRecord::id, UUID[]::new))
                .bind("$2", texts(batch, r -> r.function().namespace()))
                .bind("$3", texts(batch, r -> r.function().name()))
                .bind("$4", column(batch, InvocationRecord::version, Integer[]::new))
                .bind("$5", texts(batch, InvocationRecord::alias))
                .bind("$6", texts(batch, InvocationRecord::origin))
                .bind("$7", texts(batch, InvocationRecord::outcome))
                .bind("$8", texts(batch, r -> clean(r.error())))
                .bind("$9", texts(batch, r -> clean(r.trace())))
                .bind("$10", column(batch, InvocationRecord::startedMillis, Long[]::new))
                .bind("$11", column(batch, InvocationRecord::durationMicros, Long[]::new))
                .bind("$12", texts(batch, r -> r.span().traceId()))
                .bind("$13", texts(batch, r -> r.span().spanId()))
                .bind("$14", texts(batch, r -> r.span().parentSpanId()))
                .bind("$15", column(batch, r -> r.log().size(), Integer[]::new))
                .bind("$16", texts(batch, r -> r.span().requestId()))
                .then();
    }

    private Mono<Void> insertLogs(List<InvocationRecord> batch) {
        var lines = new ArrayList<NumberedLine>();
        for (var invocation : batch) {
            for (int i = 0; i < invocation.log().size(); i++) {
                lines.add(new NumberedLine(invocation.id(), i, invocation.log().get(i)));
            }
        }
        if (lines.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(
                        """
                        INSERT INTO invocation_logs (invocation_id, line, written_at, level, text)
                        SELECT invocation_id, line, to_timestamp(written_ms / 1000.0), level, text
                        FROM unnest($1::uuid[], $2::int[], $3::bigint[], $4::text[], $5::text[])
                            AS l (invocation_id, line, written_ms, level, text)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("$1", column(lines, NumberedLine::invocation, UUID[]::new))
                .bind("$2", column(lines, NumberedLine::number, Integer[]::new))
                .bind("$3", column(lines, l -> l.line().atMillis(), Long[]::new))
                .bind("$4", texts(lines, l -> l.line().level().name()))
                .bind("$5", texts(lines, l -> clean(l.line().text())))
                .then();
    }

    private record NumberedLine(UUID invocation, int number, LogLine line) {}

    private static <T, V> V[] column(List<T> rows, Function<T, V> value, IntFunction<V[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    private static <T> String[] texts(List<T> rows, Function<T, @Nullable String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    /** PostgreSQL's text knows no zero character. */
    private static @Nullable String clean(@Nullable String text) {
        return text == null || text.indexOf('\0') < 0 ? text : text.replace('\0', '\ufffd');
    }

    /** Makes the partitions of today and the next days; safe to run in many processes at once. */
    Mono<Void> createDays(LocalDate from, int days) {
        return Flux.range(0, days)
                .map(from::plusDays)
                .concatMap(day -> Flux.fromIterable(TABLES).concatMap(t -> createDay(t, day)))
                .then();
    }

    private Mono<Void> createDay(String table, LocalDate day) {
        var sql =
                """
                DO $$ BEGIN
                    PERFORM pg_advisory_xact_lock(hashtext('perigee:invocation-days'));
                    CREATE TABLE IF NOT EXISTS %s PARTITION OF %s
                        FOR VALUES FROM ('%s') TO ('%s');
                END $$
                """
                        .formatted(
                                partition(table, day),
                                table,
                                Ids.lowest(millis(day)),
                                Ids.lowest(millis(day.plusDays(1))));
        return database.sql(sql).then();
    }

    /** Drops the partitions of all days before this one. */
    Mono<Void> dropBefore(LocalDate day) {
        return database.sql(
                        """
                        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                        JOIN pg_class p ON p.oid = i.inhparent
                        JOIN pg_namespace n ON n.oid = p.relnamespace
                        WHERE p.relname IN ('invocations', 'invocation_logs')
                            AND n.nspname = current_schema()
                            AND c.relname ~ '_[0-9]{8}$' AND right(c.relname, 8) < $1
                        """)
                .bind("$1", suffix(day))
                .mapValue(String.class)
                .all()
                .collectList()
                .flatMapIterable(names -> names)
                .concatMap(name -> database.sql("DROP TABLE IF EXISTS " + name).then())
                .then(dropStrays(day));
    }

    private Mono<Void> dropStrays(LocalDate day) {
        var first = Ids.lowest(millis(day));
        return database.sql("DELETE FROM invocations_default WHERE id < $1")
                .bind("$1", first)
                .then()
                .then(
                        database.sql("DELETE FROM invocation_logs_default WHERE invocation_id < $1")
                                .bind("$1", first)
                                .then());
    }

    private static String partition(String table, LocalDate day) {
        return table + "_" + suffix(day);
    }

    private static String suffix(LocalDate day) {
        return day.toString().replace("-", "");
    }

    private static long millis(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
