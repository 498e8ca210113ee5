package dev.perigee.routes;

import dev.perigee.problems.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A route as callers send it, alone or in a deployment.
 *
 * @param method any when it is left out
 * @param function who answers; or
 * @param pipeline what calls backends and merges them; or
 * @param channel whose stages its requests run through
 * @param filters what protects it
 */
public record RouteRequest(
        @Nullable String namespace,
        @Nullable String method,
        @Nullable String path,
        @Nullable String function,
        @Nullable JsonNode pipeline,
        @Nullable String channel,
        @Nullable JsonNode filters) {

    /**
     * The route in this namespace; what is wrong becomes an error.
     *
     * @param parent the place of the route in the request
     */
    public RouteDefinition definition(String inNamespace, String parent, List<FieldError> errors) {
        refuseHidden(pipeline, parent + "/pipeline", errors);
        refuseHidden(filters, parent + "/filters", errors);
        return new RouteDefinition(
                inNamespace,
                method == null ? "ANY" : method,
                required(path, parent + "/path", errors),
                target(parent, errors),
                filters == null || filters.isNull() ? null : filters.toString());
    }

    private static void refuseHidden(
            @Nullable JsonNode json, String pointer, List<FieldError> errors) {
        if (json != null && HiddenSecrets.wereHidden(json)) {
            errors.add(
                    new FieldError(
                            pointer,
                            "It has \"(hidden)\" where a secret was left out when the route was"
                                    + " read; write the secret there"));
        }
    }

    private RouteTarget target(String parent, List<FieldError> errors) {
        if (pipeline == null || pipeline.isNull()) {
            return single(parent, errors);
        }
        if (!pipeline.isObject()) {
            errors.add(
                    new FieldError(
                            parent + "/pipeline", "The field \"pipeline\" must be an object"));
        }
        if (function != null || channel != null) {
            errors.add(
                    new FieldError(
                            parent + "/function",
                            "Give a function, a pipeline or a channel, one of them"));
        }
        return new RouteTarget.Pipeline(pipeline.toString());
    }

    private RouteTarget single(String parent, List<FieldError> errors) {
        if (channel == null) {
            return RouteTarget.of(required(function, parent + "/function", errors));
        }
        if (function != null) {
            errors.add(
                    new FieldError(parent + "/function", "Give a function or a channel, not both"));
        }
        return new RouteTarget.Channel(channel);
    }

    private static String required(
            @Nullable String value, String pointer, List<FieldError> errors) {
        if (value == null || value.isBlank()) {
            var name = pointer.substring(pointer.lastIndexOf('/') + 1);
            errors.add(new FieldError(pointer, "The field \"" + name + "\" is required"));
            return "";
        }
        return value;
    }
}
