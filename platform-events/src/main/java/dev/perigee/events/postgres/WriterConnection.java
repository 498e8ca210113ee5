package dev.perigee.events.postgres;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Statement;
import io.r2dbc.spi.ValidationDepth;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The connection on which groups of appends are committed. Statements are sent one behind the other
 * without waiting for answers, and the server runs them in that order, so it need not wait for this
 * process between two commits. A connection that was lost is replaced by the next statement.
 */
final class WriterConnection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** One plan for all groups, and none that would lock partitions out of order. */
    private static final String SETTINGS =
            "; SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;"
                    + " SET enable_bitmapscan = off";

    private static final String RESET =
            "RESET lock_timeout; RESET plan_cache_mode; RESET enable_seqscan;"
                    + " RESET enable_bitmapscan";

    private final ConnectionFactory pool;
    private final Duration lockTimeout;
    private final AtomicReference<@Nullable Mono<Connection>> current = new AtomicReference<>();

    WriterConnection(ConnectionFactory pool, Duration lockTimeout) {
        this.pool = pool;
        this.lockTimeout = lockTimeout;
    }

    /** How long a statement waits for a lock, as the server writes it. */
    String lockTimeout() {
        return lockTimeout.toMillis() + "ms";
    }

    /**
     * Rows come before the commit, which may still fail: what they say holds when this completes.
     */
    <T> Flux<T> run(Function<Connection, Statement> statement, Function<Readable, T> map) {
        return Flux.defer(
                () -> {
                    var open = connection();
                    return open.flatMap(connection -> living(connection, open))
                            .flatMapMany(
                                    connection ->
                                            Flux.from(statement.apply(connection).execute())
                                                    .concatMap(result -> result.map(map)))
                            .doOnError(error -> lostBy(error, open));
                });
    }

    /** The connection, or a new one when it broke while nothing was under way. */
    private Mono<Connection> living(Connection connection, Mono<Connection> open) {
        return Mono.from(connection.validate(ValidationDepth.LOCAL))
                .flatMap(
                        alive -> {
                            if (alive) {
                                return Mono.just(connection);
                            }
                            discard(open);
                            return connection();
                        });
    }

    private Mono<Connection> connection() {
        var open = current.get();
        if (open != null) {
            return open;
        }
        var fresh = open().cache();
        return current.compareAndSet(null, fresh) ? fresh : connection();
    }

    private Mono<Connection> open() {
        return Mono.from(pool.create())
                .flatMap(
                        connection ->
                                execute(
                                                connection,
                                                "SET lock_timeout = "
                                                        + lockTimeout.toMillis()
                                                        + SETTINGS)
                                        .thenReturn(connection)
                                        .onErrorResume(
                                                error ->
                                                        Mono.from(connection.close())
                                                                .then(Mono.error(error))));
    }

    private static Mono<Void> execute(Connection connection, String sql) {
        return Flux.from(connection.createStatement(sql).execute())
                .flatMap(result -> result.getRowsUpdated())
                .then();
    }

    /** A refusal by the server leaves the connection usable; anything else does not. */
    private void lostBy(Throwable error, Mono<Connection> open) {
        var state = Database.stateOf(error);
        if (state == null || state.startsWith("08") || state.startsWith("57P")) {
            discard(open);
        }
    }

    private void discard(Mono<Connection> open) {
        if (current.compareAndSet(open, null)) {
            open.flatMap(WriterConnection::giveBack).onErrorComplete().subscribe();
        }
    }

    private static Mono<Void> giveBack(Connection connection) {
        return execute(connection, RESET).onErrorComplete().then(Mono.from(connection.close()));
    }

    @Override
    public void close() {
        var open = current.getAndSet(null);
        if (open != null) {
            open.flatMap(WriterConnection::giveBack)
                    .timeout(PATIENCE)
                    .onErrorComplete()
                    .subscribe();
        }
    }
}
