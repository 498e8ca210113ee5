package dev.perigee.events.postgres;

import dev.perigee.events.EventLogException;
import dev.perigee.events.LogUnavailableException;
import io.r2dbc.postgresql.api.PostgresqlException;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** The pool as the classes of this package use it, and how its errors are told apart. */
final class Database {

    static final String LOCK_TIMEOUT = "55P03";
    static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final Set<String> PASSING = Set.of("40P01", "40001", "23514");
    static final String UNDEFINED_TABLE = "42P01";

    private final ConnectionFactory pool;
    private final DatabaseClient client;
    private final TransactionalOperator transaction;

    Database(ConnectionFactory pool) {
        this.pool = pool;
        this.client =
                DatabaseClient.builder().connectionFactory(pool).namedParameters(false).build();
        this.transaction = TransactionalOperator.create(new R2dbcTransactionManager(pool));
    }

    ConnectionFactory pool() {
        return pool;
    }

    /** Starts a statement with {@code $1} parameters, in the transaction of the context if any. */
    DatabaseClient.GenericExecuteSpec sql(String sql) {
        return client.sql(sql);
    }

    <T> Mono<T> inTransaction(Mono<T> work) {
        return transaction.transactional(work);
    }

    /** The SQLSTATE of the server's error behind this one, or null. */
    static @Nullable String stateOf(Throwable error) {
        var refusal = refusalBehind(error);
        return refusal == null ? null : refusal.getErrorDetails().getCode();
    }

    static String messageOf(Throwable error) {
        var refusal = refusalBehind(error);
        return refusal == null ? "" : refusal.getErrorDetails().getMessage();
    }

    static String detailOf(Throwable error) {
        var refusal = refusalBehind(error);
        return refusal == null ? "" : refusal.getErrorDetails().getDetail().orElse("");
    }

    /**
     * Repeats a statement that the server rolled back for a reason that passes: a deadlock with
     * foreign statements, or a segment so new that the server's session did not know its table yet.
     */
    static Retry repeating() {
        return Retry.backoff(6, Duration.ofMillis(2))
                .filter(error -> PASSING.contains(String.valueOf(stateOf(error))))
                .onRetryExhaustedThrow((_, signal) -> signal.failure());
    }

    private static @Nullable PostgresqlException refusalBehind(Throwable error) {
        for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof PostgresqlException refusal) {
                return refusal;
            }
        }
        return null;
    }

    static Throwable translate(String what, Throwable error) {
        return error instanceof EventLogException || error instanceof IllegalArgumentException
                ? error
                : new LogUnavailableException(what, error);
    }
}
