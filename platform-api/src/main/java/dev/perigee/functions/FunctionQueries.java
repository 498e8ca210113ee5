package dev.perigee.functions;

import dev.perigee.executor.FunctionId;
import dev.perigee.system.Page;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads functions for people, not for invocations. */
@Repository
class FunctionQueries {

    private static final String SUMMARY =
            """
            SELECT f.id AS key, f.namespace, f.name, f.owner, v.runtime, v.handler,
                   a.version AS live_version, v.latest_version, f.created_at, f.updated_at
            FROM functions AS f
            LEFT JOIN function_aliases AS a ON a.function_id = f.id AND a.name = 'live'
            LEFT JOIN LATERAL (
                SELECT shown.runtime, shown.handler, latest.number AS latest_version
                FROM (SELECT max(number) AS number FROM function_versions
                      WHERE function_id = f.id) AS latest
                JOIN function_versions AS shown
                  ON shown.function_id = f.id
                 AND shown.number = COALESCE(a.version, latest.number)) AS v ON true
            """;

    private final DatabaseClient database;

    FunctionQueries(DatabaseClient database) {
        this.database = database;
    }

    /** A function without its code. */
    record Summary(
            long key,
            String namespace,
            String name,
            String owner,
            String runtime,
            String handler,
            @Nullable Integer liveVersion,
            int latestVersion,
            Instant createdAt,
            Instant updatedAt) {}

    /** A version without its files. */
    record VersionRow(
            int number,
            String hash,
            String runtime,
            String handler,
            long size,
            boolean live,
            Instant createdAt) {}

    Flux<Summary> list(String namespace, String search, Page page) {
        return database.sql(
                        SUMMARY
                                + """
                                WHERE f.namespace = :namespace AND f.name > :after
                                  AND strpos(lower(f.name), lower(:search)) > 0
                                ORDER BY f.name LIMIT :limit
                                """)
                .bind("namespace", namespace)
                .bind("after", page.after())
                .bind("search", search)
                .bind("limit", page.probe())
                .mapProperties(Summary.class)
                .all();
    }

    Mono<Summary> find(FunctionId id) {
        return database.sql(SUMMARY + "WHERE f.namespace = :namespace AND f.name = :name")
                .bind("namespace", id.namespace())
                .bind("name", id.name())
                .mapProperties(Summary.class)
                .one()
                .switchIfEmpty(Mono.error(() -> FunctionRegistry.notFound(id)));
    }

    /** Newest first. */
    Flux<VersionRow> versions(long key, int before, int limit) {
        return versions(
                database.sql(
                                VERSION
                                        + """
                                        WHERE v.function_id = :key AND v.number < :before
                                        ORDER BY v.number DESC LIMIT :limit
                                        """)
                        .bind("before", before)
                        .bind("limit", limit),
                key);
    }

    Mono<VersionRow> version(long key, int number) {
        return versions(
                        database.sql(
                                        VERSION
                                                + "WHERE v.function_id = :key AND v.number ="
                                                + " :number")
                                .bind("number", number),
                        key)
                .next();
    }

    private static final String VERSION =
            """
            SELECT v.number, v.hash, v.runtime, v.handler, v.created_at,
                   COALESCE((SELECT sum(octet_length(c.content))
                             FROM function_version_files AS f
                             JOIN file_contents AS c ON c.hash = f.content_hash
                             WHERE f.function_id = v.function_id AND f.number = v.number), 0)::bigint
                       AS size,
                   EXISTS (SELECT FROM function_aliases AS a
                           WHERE a.function_id = v.function_id AND a.version = v.number
                             AND a.name = 'live') AS live
            FROM function_versions AS v
            """;

    private static Flux<VersionRow> versions(DatabaseClient.GenericExecuteSpec sql, long key) {
        return sql.bind("key", key).mapProperties(VersionRow.class).all();
    }

    Mono<Map<String, byte[]>> files(long key, int number) {
        return database.sql(
                        """
                        SELECT f.path, c.content
                        FROM function_version_files AS f
                        JOIN file_contents AS c ON c.hash = f.content_hash
                        WHERE f.function_id = :key AND f.number = :number
                        """)
                .bind("key", key)
                .bind("number", number)
                .map(
                        row ->
                                Map.entry(
                                        String.valueOf(row.get("path", String.class)),
                                        orEmpty(row.get("content", byte[].class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    Mono<Map<String, String>> environment(long key) {
        return database.sql("SELECT name, value FROM function_environment WHERE function_id = :key")
                .bind("key", key)
                .map(
                        row ->
                                Map.entry(
                                        String.valueOf(row.get("name", String.class)),
                                        String.valueOf(row.get("value", String.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static byte[] orEmpty(byte @Nullable [] content) {
        return content == null ? new byte[0] : content;
    }
}
