package dev.perigee.channels;

import dev.perigee.channels.Subscription.Subscriber;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code subscriptions}. Callers give the transaction. */
@Repository
class SubscriptionRepository {

    private static final String SUBSCRIPTIONS =
            """
            SELECT s.id, s.namespace, s.channel, f.name AS function, s.topic, s.priority,
                   p.name AS predicate, s.owner, s.created_at
            FROM subscriptions AS s LEFT JOIN functions AS f ON f.id = s.function_id
                 LEFT JOIN functions AS p ON p.id = s.predicate_id
            """;

    private final DatabaseClient database;

    SubscriptionRepository(DatabaseClient database) {
        this.database = database;
    }

    Flux<StoredSubscription> all() {
        return database.sql(SUBSCRIPTIONS + "ORDER BY s.id")
                .mapProperties(StoredSubscription.class)
                .all();
    }

    Flux<StoredSubscription> page(String namespace, long after, int limit) {
        return database.sql(
                        SUBSCRIPTIONS
                                + """
                                WHERE s.namespace = :namespace AND s.id > :after
                                ORDER BY s.id LIMIT :limit
                                """)
                .bind("namespace", namespace)
                .bind("after", after)
                .bind("limit", limit)
                .mapProperties(StoredSubscription.class)
                .all();
    }

    /** Answers with the subscription; empty when a function of it does not exist. */
    Mono<StoredSubscription> add(Subscription subscription, String owner) {
        var function = subscription.subscriber() instanceof Subscriber.Function(var f) ? f : null;
        var topic = subscription.subscriber() instanceof Subscriber.Topic(var t) ? t : null;
        return database.sql(
                        """
                        INSERT INTO subscriptions (namespace, channel, function_id, topic, priority,
                                                   predicate_id, owner)
                        SELECT :namespace, :channel, f.id, :topic, :priority, p.id, :owner
                        FROM (SELECT) AS one
                             LEFT JOIN functions AS f
                                 ON f.namespace = :namespace AND f.name = :function
                             LEFT JOIN functions AS p
                                 ON p.namespace = :namespace AND p.name = :predicate
                        WHERE (f.id IS NOT NULL OR CAST(:function AS text) IS NULL)
                          AND (p.id IS NOT NULL OR CAST(:predicate AS text) IS NULL)
                        RETURNING id, namespace, channel, CAST(:function AS text) AS function,
                                  topic, priority, CAST(:predicate AS text) AS predicate, owner,
                                  created_at
                        """)
                .bind("namespace", subscription.namespace())
                .bind("channel", subscription.channel().toString())
                .bind("function", parameter(R2dbcType.VARCHAR, function))
                .bind("topic", parameter(R2dbcType.VARCHAR, topic))
                .bind("priority", parameter(R2dbcType.INTEGER, subscription.place()))
                .bind("predicate", parameter(R2dbcType.VARCHAR, subscription.predicate()))
                .bind("owner", owner)
                .mapProperties(StoredSubscription.class)
                .one();
    }

    private static Parameter parameter(Type type, @Nullable Object value) {
        return value == null ? Parameters.in(type) : Parameters.in(type, value);
    }

    Mono<Void> deleteOwned(String namespace, String owner) {
        return database.sql(
                        "DELETE FROM subscriptions WHERE namespace = :namespace AND owner = :owner")
                .bind("namespace", namespace)
                .bind("owner", owner)
                .then();
    }

    Mono<Boolean> delete(long id) {
        return database.sql("DELETE FROM subscriptions WHERE id = :id")
                .bind("id", id)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }
}
