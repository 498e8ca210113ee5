package dev.perigee.triggers;

import dev.perigee.events.OnFailure;
import dev.perigee.events.RetryPolicy;
import dev.perigee.events.TopicName;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerSettings;
import dev.perigee.problems.Inputs;
import dev.perigee.problems.PerigeeException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A trigger that is to be created: topic and function, and how deliveries go. */
record TriggerRequest(
        @Nullable String namespace,
        @Nullable String name,
        @Nullable String topic,
        @Nullable String function,
        @Nullable JsonNode start,
        @Nullable Options options) {

    /** How events are delivered; what is left out stays, or is the default of a new trigger. */
    record Options(@Nullable Integer batchSize, @Nullable Retry retry, @Nullable String onFailure) {

        TriggerSettings apply(TriggerSettings settings) {
            var changed = settings;
            if (batchSize != null) {
                var size = batchSize;
                var before = changed;
                changed = Inputs.checked("/options/batchSize", () -> before.withBatchSize(size));
            }
            if (retry != null) {
                changed = changed.withRetry(retry.apply(changed.retry()));
            }
            return onFailure == null ? changed : changed.withOnFailure(action(onFailure));
        }

        private static OnFailure action(String text) {
            return switch (text) {
                case "park" -> OnFailure.PARK;
                case "block" -> OnFailure.BLOCK;
                default ->
                        throw PerigeeException.invalid(
                                "/options/onFailure",
                                "The field \"onFailure\" must be park or block, not \""
                                        + text
                                        + "\"");
            };
        }
    }

    /** How a failing event is repeated. */
    record Retry(
            @Nullable Integer attempts, @Nullable Long firstDelayMs, @Nullable Long maxDelayMs) {

        static Retry of(RetryPolicy policy) {
            return new Retry(
                    policy.attempts(),
                    policy.firstDelay().toMillis(),
                    policy.maxDelay().toMillis());
        }

        private RetryPolicy apply(RetryPolicy policy) {
            return Inputs.checked(
                    "/options/retry",
                    () ->
                            new RetryPolicy(
                                    attempts == null ? policy.attempts() : attempts,
                                    firstDelayMs == null
                                            ? policy.firstDelay()
                                            : Duration.ofMillis(firstDelayMs),
                                    maxDelayMs == null
                                            ? policy.maxDelay()
                                            : Duration.ofMillis(maxDelayMs)));
        }
    }

    TriggerSettings settings() {
        var id = triggerName(namespace, Inputs.required("/name", name), "/name");
        var named = Inputs.required("/topic", topic);
        var of = Inputs.checked("/topic", () -> new TopicName(id.namespace(), named));
        var settings = TriggerSettings.of(id, of, Inputs.required("/function", function));
        return options == null ? settings : options.apply(settings);
    }

    static TriggerName triggerName(@Nullable String namespace, String name, String pointer) {
        return Inputs.checked(
                pointer, () -> new TriggerName(namespace == null ? "default" : namespace, name));
    }

    static String wire(OnFailure action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}
