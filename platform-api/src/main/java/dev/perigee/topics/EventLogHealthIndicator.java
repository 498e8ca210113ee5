package dev.perigee.topics;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ValidationDepth;
import java.time.Duration;
import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import reactor.core.publisher.Mono;

/** Whether the event log's own connections reach the database. */
final class EventLogHealthIndicator extends AbstractReactiveHealthIndicator {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ConnectionFactory pool;

    EventLogHealthIndicator(ConnectionFactory pool) {
        super("the event log's health could not be found out");
        this.pool = pool;
    }

    @Override
    protected Mono<Health> doHealthCheck(Health.Builder builder) {
        return Mono.usingWhen(
                        Mono.from(pool.create()),
                        connection -> Mono.from(connection.validate(ValidationDepth.REMOTE)),
                        connection -> Mono.from(connection.close()))
                .timeout(PATIENCE)
                .map(valid -> (valid ? builder.up() : builder.down()).build())
                // Without the error, else each probe would log a trace.
                .onErrorResume(_ -> Mono.just(builder.down().build()));
    }
}
