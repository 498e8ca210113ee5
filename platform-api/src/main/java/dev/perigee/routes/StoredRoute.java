package dev.perigee.routes;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A route as it is stored: with a function, a pipeline or a channel.
 *
 * @param owner {@code api}, or the project whose deployments publish it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredRoute(
        long id,
        String namespace,
        String method,
        String path,
        @Nullable String function,
        @JsonRawValue @Nullable String pipeline,
        @Nullable String channel,
        @JsonRawValue @Nullable String filters,
        String owner,
        Instant createdAt) {

    /** What may be told of it. */
    StoredRoute withoutSecrets() {
        return new StoredRoute(
                id,
                namespace,
                method,
                path,
                function,
                HiddenSecrets.in(pipeline),
                channel,
                HiddenSecrets.in(filters),
                owner,
                createdAt);
    }

    RouteDefinition definition() {
        return new RouteDefinition(namespace, method, path, target(), filters);
    }

    private RouteTarget target() {
        if (pipeline != null) {
            return new RouteTarget.Pipeline(pipeline);
        }
        return channel == null
                ? new RouteTarget.Function(Objects.toString(function, ""))
                : new RouteTarget.Channel(channel);
    }
}
