package dev.perigee.events.postgres;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Tells listeners in every process that a topic has new events, right after their commit. Signals
 * are hints: they are coalesced and may be lost or repeated, so listeners poll as well. One
 * notification is under way at a time; what commits meanwhile shares the next.
 *
 * <p>Listeners are called on the committing thread or an event loop and must not block.
 */
final class Signals implements AutoCloseable {

    /** Given to listeners when any topic may have new events. */
    static final long ANY_TOPIC = -1;

    private static final Logger log = LoggerFactory.getLogger(Signals.class);
    private static final String CHANNEL = "perigee_events";
    private static final int MAX_TOPICS = 200;

    /** The events are on the disk already; a signal that a crash undoes is not missed. */
    private static final String NOTIFY =
            "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)";

    /** Under load one notification tells of all commits of that time. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final Database database;
    private final boolean notifying;
    private final String process = UUID.randomUUID().toString();
    private final CopyOnWriteArrayList<LongConsumer> listeners = new CopyOnWriteArrayList<>();
    private final Set<Long> pending = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean sending = new AtomicBoolean();
    private final Disposable listening;

    Signals(Database database, boolean notifying) {
        this.database = database;
        this.notifying = notifying;
        this.listening =
                listen().retryWhen(
                                Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100))
                                        .maxBackoff(Duration.ofSeconds(5)))
                        .subscribe(
                                this::received,
                                error -> log.warn("no longer listening for appends", error));
    }

    Disposable listen(LongConsumer listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Signals a commit, here at once and to the other processes soon. */
    void committed(long topicId) {
        tell(topicId);
        if (notifying) {
            pending.add(topicId);
            send();
        }
    }

    private void tell(long topicId) {
        for (var listener : listeners) {
            listener.accept(topicId);
        }
    }

    private void send() {
        if (pending.isEmpty() || !sending.compareAndSet(false, true)) {
            return;
        }
        var topics = Set.copyOf(pending);
        topics.forEach(pending::remove);
        var payload =
                topics.size() > MAX_TOPICS
                        ? String.valueOf(ANY_TOPIC)
                        : topics.stream().map(String::valueOf).collect(Collectors.joining(","));
        database.sql(NOTIFY)
                .bind(0, CHANNEL)
                .bind(1, process + " " + payload)
                .then()
                .onErrorComplete()
                .then(Mono.delay(PAUSE))
                .doFinally(
                        _ -> {
                            sending.set(false);
                            send();
                        })
                .subscribe();
    }

    private void received(String payload) {
        var space = payload.indexOf(' ');
        if (space < 0 || payload.startsWith(process)) {
            return;
        }
        Arrays.stream(payload.substring(space + 1).split(","))
                .mapToLong(Long::parseLong)
                .forEach(this::tell);
    }

    private Flux<String> listen() {
        return Flux.usingWhen(
                Mono.from(database.pool().create()),
                connection ->
                        Mono.from(connection.createStatement("LISTEN " + CHANNEL).execute())
                                .flatMap(result -> Mono.from(result.getRowsUpdated()))
                                .doOnSuccess(_ -> tell(ANY_TOPIC))
                                .thenMany(unwrap(connection).getNotifications())
                                .mapNotNull(notification -> notification.getParameter())
                                .concatWith(
                                        Mono.error(
                                                () -> new IllegalStateException("disconnected"))),
                Signals::discard);
    }

    private static Mono<Void> discard(Connection connection) {
        return Mono.from(connection.createStatement("UNLISTEN *").execute())
                .flatMap(result -> Mono.from(result.getRowsUpdated()))
                .onErrorComplete()
                .then(Mono.from(connection.close()));
    }

    private static PostgresqlConnection unwrap(Connection connection) {
        return connection instanceof Wrapped<?> wrapped
                ? (PostgresqlConnection) wrapped.unwrap()
                : (PostgresqlConnection) connection;
    }

    @Override
    public void close() {
        listening.dispose();
        listeners.clear();
    }
}
