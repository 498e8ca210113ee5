package dev.perigee.topics;

import io.r2dbc.pool.ConnectionPool;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** The event log's own connections; not a bean of their type, which means the platform's. */
record EventsConnections(ConnectionPool pool) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public void close() {
        pool.disposeLater().timeout(PATIENCE).onErrorResume(_ -> Mono.empty()).toFuture().join();
    }
}
