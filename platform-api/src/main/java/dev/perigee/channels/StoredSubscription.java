package dev.perigee.channels;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perigee.channels.Subscription.Subscriber;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as it is stored.
 *
 * @param owner {@code api}, or the project whose deployments publish it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredSubscription(
        long id,
        String namespace,
        String channel,
        @Nullable String function,
        @Nullable String topic,
        @Nullable Integer priority,
        @Nullable String predicate,
        String owner,
        Instant createdAt) {

    Subscription subscription() {
        return new Subscription(
                namespace,
                ChannelPath.parse(channel),
                topic == null
                        ? new Subscriber.Function(Objects.toString(function, ""))
                        : new Subscriber.Topic(topic),
                priority,
                predicate);
    }
}
