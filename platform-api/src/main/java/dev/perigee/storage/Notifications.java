package dev.perigee.storage;

import io.r2dbc.postgresql.api.Notification;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.ConnectionFactories;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * What other processes, and this one, tell of committed changes by {@code NOTIFY}. A notification
 * may be lost with its connection, so readers look again at times by themselves.
 */
@Component
public class Notifications {

    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final R2dbcConnectionDetails database;

    Notifications(R2dbcConnectionDetails database) {
        this.database = database;
    }

    /**
     * Listens on a connection of its own until cancelled, reconnecting for ever; emits the payload
     * of each notification, and an empty string whenever listening begins, since something may have
     * been missed before.
     *
     * @param channel a plain SQL name
     */
    public Flux<String> on(String channel) {
        return Flux.usingWhen(
                        connect(),
                        connection -> listen(connection, channel),
                        PostgresqlConnection::close)
                .concatWith(Mono.error(() -> new IllegalStateException("the connection ended")))
                .doOnError(error -> LOG.debug("listening on {} was interrupted", channel, error))
                .retryWhen(
                        Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                                .maxBackoff(LONGEST_PAUSE)
                                .transientErrors(true));
    }

    private Mono<PostgresqlConnection> connect() {
        return Mono.defer(
                () ->
                        Mono.from(
                                        ConnectionFactories.get(
                                                        database.getConnectionFactoryOptions())
                                                .create())
                                .cast(PostgresqlConnection.class));
    }

    private static Flux<String> listen(PostgresqlConnection connection, String channel) {
        return connection
                .createStatement("LISTEN " + channel)
                .execute()
                .flatMap(result -> result.getRowsUpdated())
                .then(Mono.just(""))
                .concatWith(connection.getNotifications().map(Notifications::payload));
    }

    private static String payload(Notification notification) {
        var payload = notification.getParameter();
        return payload == null ? "" : payload;
    }
}
