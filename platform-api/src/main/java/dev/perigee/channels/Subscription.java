package dev.perigee.channels;

import dev.perigee.events.TopicName;
import dev.perigee.executor.FunctionId;
import org.jspecify.annotations.Nullable;

/**
 * What runs when something is published: a function, or a topic that it is appended to.
 *
 * @param channel as people write it; what is published to it or below it is meant
 * @param place in the order of the channel's subscribers, 0 being the first; null for behind those
 *     that came before
 * @param predicate a function that is asked first; null for always
 */
public record Subscription(
        String namespace,
        ChannelPath channel,
        Subscriber subscriber,
        @Nullable Integer place,
        @Nullable String predicate) {

    public Subscription {
        if (place != null && place < 0) {
            throw new IllegalArgumentException("a priority is 0 or more, not " + place);
        }
        if (predicate != null) {
            var _ = new FunctionId(namespace, predicate);
        }
        switch (subscriber) {
            case Subscriber.Function(var name) -> {
                var _ = new FunctionId(namespace, name);
            }
            case Subscriber.Topic(var name) -> {
                var _ = new TopicName(namespace, name);
            }
        }
    }

    /** Who subscribes. */
    public sealed interface Subscriber {

        /** A function of the same namespace. */
        record Function(String name) implements Subscriber {
            @Override
            public String toString() {
                return name;
            }
        }

        /** A topic of the same namespace, to which what is published is appended. */
        record Topic(String name) implements Subscriber {
            @Override
            public String toString() {
                return "topic:" + name;
            }
        }
    }
}
