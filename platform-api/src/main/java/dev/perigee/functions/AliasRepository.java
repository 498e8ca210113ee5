package dev.perigee.functions;

import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Aliases and the history of where they pointed. Callers lock the function first. */
@Repository
class AliasRepository {

    private final DatabaseClient database;

    AliasRepository(DatabaseClient database) {
        this.database = database;
    }

    /** An alias as it is now. */
    record Alias(String name, int version, Instant updatedAt) {}

    Flux<Alias> all(long function) {
        return database.sql(
                        """
                        SELECT name, version, updated_at FROM function_aliases
                        WHERE function_id = :function ORDER BY name
                        """)
                .bind("function", function)
                .mapProperties(Alias.class)
                .all();
    }

    /** Points the alias to the version; does nothing when it does already. */
    Mono<Void> move(long function, String alias, int version) {
        return database.sql(
                        """
                        WITH moved AS (
                            INSERT INTO function_aliases AS a (function_id, name, version)
                            VALUES (:function, :alias, :version)
                            ON CONFLICT (function_id, name)
                            DO UPDATE SET version = EXCLUDED.version, updated_at = now()
                            WHERE a.version <> EXCLUDED.version
                            RETURNING version)
                        INSERT INTO function_alias_moves (function_id, alias, version)
                        SELECT :function, :alias, version FROM moved
                        """)
                .bind("function", function)
                .bind("alias", alias)
                .bind("version", version)
                .then();
    }

    /**
     * Undoes the last move; answers with the version it points to now, empty when none was before.
     */
    Mono<Integer> undo(long function, String alias) {
        return database.sql(
                        """
                        SELECT id, version FROM function_alias_moves
                        WHERE function_id = :function AND alias = :alias AND undone_at IS NULL
                        ORDER BY id DESC LIMIT 2
                        """)
                .bind("function", function)
                .bind("alias", alias)
                .mapProperties(Move.class)
                .all()
                .collectList()
                .filter(moves -> moves.size() == 2)
                .flatMap(
                        moves ->
                                undo(function, alias, moves.get(0), moves.get(1))
                                        .thenReturn(moves.get(1).version()));
    }

    private Mono<Void> undo(long function, String alias, Move last, Move before) {
        return database.sql("UPDATE function_alias_moves SET undone_at = now() WHERE id = :id")
                .bind("id", last.id())
                .then()
                .then(
                        database.sql(
                                        """
                                        UPDATE function_aliases
                                        SET version = :version, updated_at = now()
                                        WHERE function_id = :function AND name = :alias
                                        """)
                                .bind("version", before.version())
                                .bind("function", function)
                                .bind("alias", alias)
                                .then());
    }

    Mono<Boolean> delete(long function, String alias) {
        return database.sql(
                        """
                        WITH history AS (
                            UPDATE function_alias_moves SET undone_at = now()
                            WHERE function_id = :function AND alias = :alias
                              AND undone_at IS NULL)
                        DELETE FROM function_aliases
                        WHERE function_id = :function AND name = :alias
                        """)
                .bind("function", function)
                .bind("alias", alias)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    record Move(long id, int version) {}
}
