package dev.perigee.channels;

import dev.perigee.channels.Subscription.Subscriber;
import dev.perigee.problems.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as callers and projects write it.
 *
 * @param channel {@code a:b:c}; empty for the root
 * @param function who is to run, or null for a topic
 * @param topic what is to be appended to, or null for a function
 */
public record SubscriptionRequest(
        @Nullable String channel,
        @Nullable String function,
        @Nullable String topic,
        @Nullable Integer priority,
        @Nullable String predicate) {

    /** Those of a list that are right; what is wrong is added to the errors. */
    public static List<Subscription> subscriptions(
            List<SubscriptionRequest> requested, String namespace, List<FieldError> errors) {
        var subscriptions = new ArrayList<Subscription>(requested.size());
        for (var at = 0; at < requested.size(); at++) {
            var parent = "/" + at;
            var below = new ArrayList<FieldError>();
            var subscription = requested.get(at).subscription(namespace, below);
            below.forEach(error -> errors.add(error.below(parent)));
            if (subscription != null) {
                subscriptions.add(subscription);
            }
        }
        return subscriptions;
    }

    /** The subscription; null when something is wrong, which is added to the errors. */
    public @Nullable Subscription subscription(String namespace, List<FieldError> errors) {
        if (channel == null) {
            errors.add(
                    new FieldError(
                            "/channel",
                            "The field \"channel\" is required; \"\" stands for the root"));
            return null;
        }
        var subscriber = subscriber(errors);
        if (subscriber == null) {
            return null;
        }
        try {
            return new Subscription(
                    namespace, ChannelPath.parse(channel), subscriber, priority, predicate);
        } catch (IllegalArgumentException wrong) {
            errors.add(new FieldError("/channel", String.valueOf(wrong.getMessage())));
            return null;
        }
    }

    private @Nullable Subscriber subscriber(List<FieldError> errors) {
        if (function != null && !function.isBlank() && topic == null) {
            return new Subscriber.Function(function);
        }
        if (topic != null && !topic.isBlank() && function == null) {
            return new Subscriber.Topic(topic);
        }
        errors.add(new FieldError("/function", "Give a function or a topic, one of them"));
        return null;
    }
}
