package dev.perigee.routes;

import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The stored routes. Callers give the transaction. */
@Repository
class RouteRepository {

    private static final String ROUTES =
            """
            SELECT r.id, r.namespace, r.method, r.path, f.name AS function,
                   CAST(r.pipeline AS text) AS pipeline, r.channel,
                   CAST(r.filters AS text) AS filters,
                   r.owner, r.created_at
            FROM routes AS r LEFT JOIN functions AS f ON f.id = r.function_id
            """;

    private final DatabaseClient database;

    RouteRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Lets changes of routes follow each other, since only the whole table shows conflicts. */
    Mono<Void> lock() {
        return database.sql("LOCK TABLE routes IN SHARE ROW EXCLUSIVE MODE").then();
    }

    Flux<StoredRoute> all() {
        return database.sql(ROUTES + "ORDER BY r.id").mapProperties(StoredRoute.class).all();
    }

    Flux<StoredRoute> page(String namespace, long after, int limit) {
        return database.sql(
                        ROUTES
                                + """
                                WHERE r.namespace = :namespace AND r.id > :after
                                ORDER BY r.id LIMIT :limit
                                """)
                .bind("namespace", namespace)
                .bind("after", after)
                .bind("limit", limit)
                .mapProperties(StoredRoute.class)
                .all();
    }

    /** Answers with the route; empty when there is no such function. */
    Mono<StoredRoute> add(RouteDefinition route, String owner) {
        return switch (route.target()) {
            case RouteTarget.Function(var name) -> addFunction(route, name, owner);
            case RouteTarget.Pipeline _, RouteTarget.Channel _ -> addOther(route, owner);
        };
    }

    private Mono<StoredRoute> addOther(RouteDefinition route, String owner) {
        return database.sql(
                        """
                        INSERT INTO routes (namespace, method, path, pipeline, channel, filters,
                                            owner)
                        VALUES (:namespace, :method, :path, CAST(:pipeline AS jsonb), :channel,
                                CAST(:filters AS jsonb), :owner)
                        RETURNING id, namespace, method, path, CAST(NULL AS text) AS function,
                                  CAST(pipeline AS text) AS pipeline, channel,
                                  CAST(filters AS text) AS filters, owner, created_at
                        """)
                .bind("namespace", route.namespace())
                .bind("method", route.method())
                .bind("path", route.path())
                .bind("pipeline", text(route.pipeline()))
                .bind("channel", text(route.channel()))
                .bind("owner", owner)
                .bind("filters", text(route.filters()))
                .mapProperties(StoredRoute.class)
                .one();
    }

    private Mono<StoredRoute> addFunction(RouteDefinition route, String function, String owner) {
        return database.sql(
                        """
                        INSERT INTO routes (namespace, method, path, function_id, filters, owner)
                        SELECT f.namespace, :method, :path, f.id, CAST(:filters AS jsonb), :owner
                        FROM functions AS f
                        WHERE f.namespace = :namespace AND f.name = :function
                        RETURNING id, namespace, method, path, CAST(:function AS text) AS function,
                                  CAST(NULL AS text) AS pipeline,
                                  CAST(NULL AS text) AS channel,
                                  CAST(filters AS text) AS filters, owner, created_at
                        """)
                .bind("namespace", route.namespace())
                .bind("method", route.method())
                .bind("path", route.path())
                .bind("function", function)
                .bind("owner", owner)
                .bind("filters", text(route.filters()))
                .mapProperties(StoredRoute.class)
                .one();
    }

    private static Parameter text(@Nullable String value) {
        return value == null
                ? Parameters.in(R2dbcType.VARCHAR)
                : Parameters.in(R2dbcType.VARCHAR, value);
    }

    Mono<Void> deleteOwned(String namespace, String owner) {
        return database.sql("DELETE FROM routes WHERE namespace = :namespace AND owner = :owner")
                .bind("namespace", namespace)
                .bind("owner", owner)
                .then();
    }

    Mono<Boolean> delete(long id) {
        return database.sql("DELETE FROM routes WHERE id = :id")
                .bind("id", id)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }
}
