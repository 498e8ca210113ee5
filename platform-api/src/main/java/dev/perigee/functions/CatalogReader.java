package dev.perigee.functions;

import dev.perigee.executor.FunctionId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads what the catalog holds, for many functions at once. Callers give a snapshot to read in. */
@Repository
class CatalogReader {

    /**
     * How many of a function's newest versions can be invoked by number, beside the aliased and
     * rehearsed.
     */
    private static final int NEWEST = 5;

    private final DatabaseClient database;

    CatalogReader(DatabaseClient database) {
        this.database = database;
    }

    record Head(long key, String namespace, String name, long revision) {
        FunctionId id() {
            return new FunctionId(namespace, name);
        }
    }

    record LimitsRow(
            long key,
            @Nullable Long deadlineMs,
            @Nullable Long cpuMs,
            @Nullable Long memoryBytes,
            @Nullable Long resultBytes,
            @Nullable Long logBytes,
            @Nullable Integer callDepth) {
        LimitOverrides overrides() {
            return new LimitOverrides(
                    deadlineMs, cpuMs, memoryBytes, resultBytes, logBytes, callDepth);
        }
    }

    record Version(long key, int number, String hash, String runtime, String handler) {}

    record File(long key, int number, String path, String contentHash) {}

    record AliasRow(long key, String name, int version) {}

    record Variable(long key, String name, String value) {}

    Flux<Head> heads() {
        return database.sql("SELECT id AS key, namespace, name, revision FROM functions")
                .mapProperties(Head.class)
                .all();
    }

    Mono<List<LimitsRow>> limits(Collection<Long> keys) {
        return read(
                """
                SELECT id AS key, deadline_ms, cpu_ms, memory_bytes, result_bytes, log_bytes,
                       call_depth
                FROM functions WHERE id = ANY(:keys)
                """,
                keys,
                LimitsRow.class);
    }

    Mono<List<AliasRow>> aliases(Collection<Long> keys) {
        return read(
                """
                SELECT function_id AS key, name, version
                FROM function_aliases WHERE function_id = ANY(:keys)
                """,
                keys,
                AliasRow.class);
    }

    Mono<List<Variable>> environment(Collection<Long> keys) {
        return read(
                """
                SELECT function_id AS key, name, value
                FROM function_environment WHERE function_id = ANY(:keys)
                """,
                keys,
                Variable.class);
    }

    Mono<List<Version>> versions(Collection<Long> keys) {
        return read(
                """
                SELECT v.function_id AS key, v.number, v.hash, v.runtime, v.handler
                FROM function_versions AS v
                WHERE v.function_id = ANY(:keys)
                  AND (EXISTS (SELECT FROM function_aliases AS a
                               WHERE a.function_id = v.function_id AND a.version = v.number)
                       OR EXISTS (SELECT FROM triggers AS t
                                  JOIN functions AS f
                                      ON (f.namespace, f.name) = (t.namespace, t.function)
                                  WHERE f.id = v.function_id
                                    AND t.function_version = v.number::text)
                       OR v.number > (SELECT max(newest.number) - %d
                                      FROM function_versions AS newest
                                      WHERE newest.function_id = v.function_id))
                """
                        .formatted(NEWEST),
                keys,
                Version.class);
    }

    Mono<List<File>> files(Collection<Version> versions) {
        if (versions.isEmpty()) {
            return Mono.just(List.of());
        }
        return database.sql(
                        """
                        SELECT f.function_id AS key, f.number, f.path, f.content_hash
                        FROM function_version_files AS f
                        JOIN UNNEST(CAST(:keys AS bigint[]), CAST(:numbers AS integer[]))
                            AS wanted (key, number)
                            ON (f.function_id, f.number) = (wanted.key, wanted.number)
                        """)
                .bind("keys", versions.stream().map(Version::key).toArray(Long[]::new))
                .bind("numbers", versions.stream().map(Version::number).toArray(Integer[]::new))
                .mapProperties(File.class)
                .all()
                .collectList();
    }

    Mono<Map<String, byte[]>> contents(Collection<String> hashes) {
        return database.sql("SELECT hash, content FROM file_contents WHERE hash = ANY(:hashes)")
                .bind("hashes", hashes.toArray(String[]::new))
                .map(
                        row ->
                                Map.entry(
                                        String.valueOf(row.get("hash", String.class)),
                                        bytes(row.get("content", byte[].class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static byte[] bytes(byte @Nullable [] content) {
        return content == null ? new byte[0] : content;
    }

    private <T> Mono<List<T>> read(String sql, Collection<Long> keys, Class<T> type) {
        return database.sql(sql)
                .bind("keys", keys.toArray(Long[]::new))
                .mapProperties(type)
                .all()
                .collectList();
    }
}
