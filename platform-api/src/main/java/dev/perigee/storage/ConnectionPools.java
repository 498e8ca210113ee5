package dev.perigee.storage;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import java.time.Duration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.stereotype.Component;

/**
 * Opens further pools of connections to the platform's database, for features whose load must not
 * take connections from the others. Whoever opens a pool disposes of it.
 */
@Component
public class ConnectionPools {

    private static final Duration MAX_ACQUIRE = Duration.ofSeconds(5);
    private static final Duration MAX_CREATE = Duration.ofSeconds(5);
    private static final Duration MAX_IDLE = Duration.ofMinutes(5);
    private static final Duration MAX_LIFE = Duration.ofMinutes(30);

    private final R2dbcConnectionDetails database;

    ConnectionPools(R2dbcConnectionDetails database) {
        this.database = database;
    }

    /** A pool that connects when it is first used and fails those who wait for 5 s. */
    public ConnectionPool open(String name, int connections) {
        var factory = ConnectionFactories.get(database.getConnectionFactoryOptions());
        return new ConnectionPool(
                ConnectionPoolConfiguration.builder(factory)
                        .name(name)
                        .initialSize(0)
                        .maxSize(connections)
                        .maxAcquireTime(MAX_ACQUIRE)
                        .maxCreateConnectionTime(MAX_CREATE)
                        .maxIdleTime(MAX_IDLE)
                        .maxLifeTime(MAX_LIFE)
                        .build());
    }
}
