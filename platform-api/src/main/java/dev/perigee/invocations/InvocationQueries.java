package dev.perigee.invocations;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads records. Time is asked for through the id, so that only the days that matter are read. */
@Repository
class InvocationQueries {

    private static final String COLUMNS =
            "id, namespace, function, version, alias, origin, outcome, error, started_at,"
                    + " duration_us, trace_id, span_id, parent_span_id, log_lines, request_id";

    private final DatabaseClient database;

    InvocationQueries(DatabaseClient database) {
        this.database = database;
    }

    /** At most this many, newest first. */
    Flux<InvocationResponse> list(InvocationFilter filter, int limit) {
        var statement = Statement.of(filter, limit);
        var spec = database.sql(statement.sql());
        for (int i = 0; i < statement.values().size(); i++) {
            spec = spec.bind(i, statement.values().get(i));
        }
        return spec.map(row -> response(row, false)).all();
    }

    /** A list query and the values of its places. */
    record Statement(String sql, List<Object> values) {

        static Statement of(InvocationFilter filter, int limit) {
            var values = new ArrayList<Object>();
            var sql = new StringBuilder("SELECT ").append(COLUMNS).append(" FROM invocations");
            values.add(filter.namespace());
            sql.append(" WHERE namespace = $1");
            if (filter.function() != null) {
                values.add(filter.function());
                sql.append(" AND function = $").append(values.size());
            }
            if (filter.outcome() != null) {
                values.add(filter.outcome());
                sql.append(" AND outcome = $").append(values.size());
                // Says what the partial index asks for, also in a plan made before values are
                // known.
                sql.append(filter.outcome().equals("returned") ? "" : " AND outcome <> 'returned'");
            }
            if (filter.from() != null) {
                values.add(Ids.lowest(filter.from().toEpochMilli()));
                sql.append(" AND id >= $").append(values.size());
            }
            if (filter.to() != null) {
                values.add(Ids.lowest(filter.to().toEpochMilli()));
                sql.append(" AND id < $").append(values.size());
            }
            if (filter.after() != null) {
                values.add(filter.after());
                sql.append(" AND id < $").append(values.size());
            }
            return new Statement(
                    sql.append(" ORDER BY id DESC LIMIT ").append(limit).toString(), values);
        }
    }

    Mono<InvocationResponse> find(UUID id) {
        return database.sql("SELECT " + COLUMNS + ", trace FROM invocations WHERE id = $1")
                .bind("$1", id)
                .map(row -> response(row, true))
                .one();
    }

    Flux<LogLineResponse> log(UUID id) {
        return database.sql(
                        """
                        SELECT written_at, level, text FROM invocation_logs
                        WHERE invocation_id = $1 ORDER BY line
                        """)
                .bind("$1", id)
                .map(
                        row ->
                                new LogLineResponse(
                                        get(row, "written_at", Instant.class),
                                        get(row, "level", String.class).toLowerCase(Locale.ROOT),
                                        get(row, "text", String.class),
                                        id.toString(),
                                        null))
                .all();
    }

    private static InvocationResponse response(Readable row, boolean whole) {
        return new InvocationResponse(
                get(row, "id", UUID.class),
                get(row, "namespace", String.class),
                get(row, "function", String.class),
                get(row, "version", Integer.class),
                get(row, "alias", String.class),
                get(row, "origin", String.class),
                get(row, "outcome", String.class),
                row.get("error", String.class),
                whole ? row.get("trace", String.class) : null,
                get(row, "started_at", Instant.class),
                get(row, "duration_us", Long.class) / 1_000.0,
                get(row, "trace_id", String.class),
                get(row, "span_id", String.class),
                row.get("parent_span_id", String.class),
                row.get("request_id", String.class),
                get(row, "log_lines", Integer.class));
    }

    private static <T> T get(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
