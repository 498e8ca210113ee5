package dev.perigee.topics;

import dev.perigee.events.Retention;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.problems.Inputs;
import dev.perigee.problems.PerigeeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A topic that is to be created. */
record TopicRequest(
        @Nullable String namespace,
        @Nullable String name,
        @Nullable Integer partitions,
        @Nullable JsonNode schema,
        @Nullable Limits retention) {

    /** How long events are kept; what is left out does not bound. */
    record Limits(@Nullable Long ageMs, @Nullable Long bytes) {

        Retention retention() {
            var age = ageMs == null ? null : Duration.ofMillis(ageMs);
            return Inputs.checked("/retention", () -> new Retention(age, bytes));
        }
    }

    TopicSettings settings() {
        var topic = topicName(namespace, Inputs.required("/name", name), "/name");
        var count = partitions == null ? TopicSettings.DEFAULT_PARTITIONS : partitions;
        return Inputs.checked(
                "/partitions",
                () ->
                        new TopicSettings(
                                topic,
                                count,
                                schemaText(schema),
                                retention == null ? Retention.FOREVER : retention.retention()));
    }

    static @Nullable String schemaText(@Nullable JsonNode schema) {
        if (schema == null || schema.isNull() || schema.isMissingNode()) {
            return null;
        }
        if (!schema.isObject()) {
            throw PerigeeException.invalid(
                    "/schema", "The field \"schema\" must be a JSON Schema, which is an object");
        }
        return schema.toString();
    }

    static TopicName topicName(@Nullable String namespace, String name, String pointer) {
        return Inputs.checked(
                pointer, () -> new TopicName(namespace == null ? "default" : namespace, name));
    }
}
