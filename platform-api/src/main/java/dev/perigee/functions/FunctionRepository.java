package dev.perigee.functions;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.FunctionId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes functions. Every change locks the function's row first, so that changes of one function
 * follow each other; callers give the transaction.
 */
@Repository
class FunctionRepository {

    private final DatabaseClient database;

    FunctionRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Locks the function, making it when it is not there; answers with its key. */
    Mono<Long> lockOrCreate(FunctionId id, @Nullable String owner) {
        return bind(
                        database.sql(
                                        """
                                        INSERT INTO functions AS f (namespace, name, owner)
                                        VALUES (:namespace, :name, COALESCE(:owner, 'api'))
                                        ON CONFLICT (namespace, name)
                                        DO UPDATE SET owner = COALESCE(:owner, f.owner)
                                        RETURNING id
                                        """)
                                .bind("namespace", id.namespace())
                                .bind("name", id.name()),
                        "owner",
                        owner,
                        String.class)
                .mapValue(Long.class)
                .one();
    }

    /** Locks the function; empty when there is none. */
    Mono<Long> lock(FunctionId id) {
        return database.sql(
                        """
                        UPDATE functions SET updated_at = now()
                        WHERE namespace = :namespace AND name = :name
                        RETURNING id
                        """)
                .bind("namespace", id.namespace())
                .bind("name", id.name())
                .mapValue(Long.class)
                .one();
    }

    Mono<Boolean> delete(FunctionId id) {
        return database.sql("DELETE FROM functions WHERE namespace = :namespace AND name = :name")
                .bind("namespace", id.namespace())
                .bind("name", id.name())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    Flux<FunctionId> ownedBy(String namespace, String owner) {
        return database.sql(
                        "SELECT name FROM functions WHERE namespace = :namespace AND owner ="
                                + " :owner")
                .bind("namespace", namespace)
                .bind("owner", owner)
                .mapValue(String.class)
                .all()
                .map(name -> new FunctionId(namespace, name));
    }

    Mono<Set<String>> knownHashes(Collection<String> hashes) {
        return database.sql("SELECT hash FROM function_versions WHERE hash = ANY(:hashes)")
                .bind("hashes", hashes.toArray(String[]::new))
                .mapValue(String.class)
                .all()
                .collect(Collectors.toSet());
    }

    Mono<Integer> versionOf(long function, String hash) {
        return database.sql(
                        """
                        SELECT number FROM function_versions
                        WHERE function_id = :function AND hash = :hash
                        """)
                .bind("function", function)
                .bind("hash", hash)
                .mapValue(Integer.class)
                .one();
    }

    Mono<Boolean> hasVersion(long function, int number) {
        return database.sql(
                        """
                        SELECT EXISTS (SELECT FROM function_versions
                                       WHERE function_id = :function AND number = :number)
                        """)
                .bind("function", function)
                .bind("number", number)
                .mapValue(Boolean.class)
                .one();
    }

    Mono<Integer> addVersion(long function, FunctionCode code) {
        var hashes = new TreeMap<String, String>();
        var contents = new TreeMap<String, byte[]>();
        code.files()
                .forEach(
                        (path, content) -> {
                            var hash = CodeHash.of(content);
                            hashes.put(path, hash);
                            contents.put(hash, content);
                        });
        return Flux.fromIterable(contents.entrySet())
                .concatMap(entry -> addContent(entry.getKey(), entry.getValue()))
                .then(addVersionRow(function, code))
                .flatMap(number -> addFiles(function, number, hashes).thenReturn(number));
    }

    /** The update locks the row against the removal of contents that nothing refers to. */
    private Mono<Void> addContent(String hash, byte[] content) {
        return database.sql(
                        """
                        INSERT INTO file_contents (hash, content) VALUES (:hash, :content)
                        ON CONFLICT (hash) DO UPDATE SET hash = EXCLUDED.hash
                        """)
                .bind("hash", hash)
                .bind("content", content)
                .then();
    }

    private Mono<Integer> addVersionRow(long function, FunctionCode code) {
        return database.sql(
                        """
                        INSERT INTO function_versions (function_id, number, hash, runtime, handler)
                        SELECT :function, COALESCE(max(number), 0) + 1, :hash, :runtime, :handler
                        FROM function_versions WHERE function_id = :function
                        RETURNING number
                        """)
                .bind("function", function)
                .bind("hash", code.hash())
                .bind("runtime", code.runtime())
                .bind("handler", code.handler())
                .mapValue(Integer.class)
                .one();
    }

    private Mono<Void> addFiles(long function, int number, Map<String, String> hashes) {
        return database.sql(
                        """
                        INSERT INTO function_version_files (function_id, number, path, content_hash)
                        SELECT :function, :number, file.path, file.hash
                        FROM UNNEST(CAST(:paths AS text[]), CAST(:hashes AS text[]))
                            AS file (path, hash)
                        """)
                .bind("function", function)
                .bind("number", number)
                .bind("paths", hashes.keySet().toArray(String[]::new))
                .bind("hashes", hashes.values().toArray(String[]::new))
                .then();
    }

    Mono<Void> replaceEnvironment(long function, Map<String, String> variables) {
        var sorted = new TreeMap<>(variables);
        var delete =
                database.sql("DELETE FROM function_environment WHERE function_id = :function")
                        .bind("function", function)
                        .then();
        var insert =
                database.sql(
                                """
                                INSERT INTO function_environment (function_id, name, value)
                                SELECT :function, variable.name, variable.value
                                FROM UNNEST(CAST(:names AS text[]), CAST(:values AS text[]))
                                    AS variable (name, value)
                                """)
                        .bind("function", function)
                        .bind("names", sorted.keySet().toArray(String[]::new))
                        .bind("values", sorted.values().toArray(String[]::new))
                        .then();
        return sorted.isEmpty() ? delete : delete.then(insert);
    }

    Mono<Void> replaceLimits(long function, LimitOverrides limits) {
        var sql =
                database.sql(
                                """
                                UPDATE functions
                                SET deadline_ms = :deadline, cpu_ms = :cpu, memory_bytes = :memory,
                                    result_bytes = :result, log_bytes = :log, call_depth = :depth
                                WHERE id = :function
                                """)
                        .bind("function", function);
        sql = bind(sql, "deadline", limits.deadlineMs(), Long.class);
        sql = bind(sql, "cpu", limits.cpuMs(), Long.class);
        sql = bind(sql, "memory", limits.memoryBytes(), Long.class);
        sql = bind(sql, "result", limits.resultBytes(), Long.class);
        sql = bind(sql, "log", limits.logBytes(), Long.class);
        return bind(sql, "depth", limits.callDepth(), Integer.class).then();
    }

    /** Removes contents that no version refers to any more. */
    Mono<Void> removeUnusedContents() {
        return database.sql(
                        """
                        DELETE FROM file_contents AS c
                        WHERE NOT EXISTS (SELECT FROM function_version_files AS f
                                          WHERE f.content_hash = c.hash)
                        """)
                .then();
    }

    private static <T> DatabaseClient.GenericExecuteSpec bind(
            DatabaseClient.GenericExecuteSpec sql, String name, @Nullable T value, Class<T> type) {
        return value == null ? sql.bindNull(name, type) : sql.bind(name, value);
    }
}
