package dev.perigee.security;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The stored tokens. */
@Repository
class TokenRepository {

    private static final String COLUMNS = " id, name, created_at, expires_at, last_used_at ";
    private static final String VALID =
            " revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()) ";

    private final DatabaseClient database;

    TokenRepository(DatabaseClient database) {
        this.database = database;
    }

    Flux<Token> all() {
        return database.sql(
                        "SELECT" + COLUMNS + "FROM tokens WHERE" + VALID + "ORDER BY id LIMIT 1000")
                .mapProperties(Token.class)
                .all();
    }

    /** Lets nobody else add a token until the transaction ends. */
    Mono<Boolean> lockAndFindAny() {
        return database.sql("LOCK TABLE tokens IN EXCLUSIVE MODE")
                .then()
                .then(
                        database.sql("SELECT EXISTS (SELECT FROM tokens WHERE" + VALID + ")")
                                .mapValue(Boolean.class)
                                .one());
    }

    Mono<Token> add(String name, TokenSecret secret, @Nullable Instant expiresAt) {
        var sql =
                database.sql(
                                "INSERT INTO tokens (name, hash, expires_at)"
                                        + " VALUES (:name, :hash, :expiresAt) RETURNING"
                                        + COLUMNS)
                        .bind("name", name)
                        .bind("hash", secret.hash());
        return (expiresAt == null
                        ? sql.bindNull("expiresAt", Instant.class)
                        : sql.bind("expiresAt", expiresAt))
                .mapProperties(Token.class)
                .one();
    }

    /** Finds a valid token, noting its use once a minute. */
    Mono<Token> use(TokenSecret secret) {
        return database.sql("SELECT" + COLUMNS + "FROM tokens WHERE hash = :hash AND" + VALID)
                .bind("hash", secret.hash())
                .mapProperties(Token.class)
                .one()
                .flatMap(token -> noteUse(token).thenReturn(token));
    }

    private Mono<Void> noteUse(Token token) {
        var last = token.lastUsedAt();
        return last != null && last.isAfter(Instant.now().minusSeconds(60))
                ? Mono.empty()
                : database.sql("UPDATE tokens SET last_used_at = now() WHERE id = :id")
                        .bind("id", token.id())
                        .then();
    }

    Mono<Boolean> revoke(long id) {
        return database.sql(
                        "UPDATE tokens SET revoked_at = now()"
                                + " WHERE id = :id AND revoked_at IS NULL")
                .bind("id", id)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }
}
