package dev.perigee.lowcode;

import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import dev.perigee.invocations.Invoker.Completed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** Reads and writes the JSON of lowcode-faas. */
@Component
final class LowcodeJson {

    private static final long MAX_TIMEOUT = 900_000;

    private final JsonMapper mapper;

    LowcodeJson(JsonMapper mapper) {
        this.mapper = mapper;
    }

    record CreateRequest(@Nullable String name, String language, String sourceCode) {}

    /**
     * What to run.
     *
     * @param argumentsJson one JSON object
     * @param timeout milliseconds, or null for the function's own deadline
     */
    record InvokeRequest(String argumentsJson, @Nullable Long timeout) {}

    CreateRequest createRequest(byte @Nullable [] body) {
        var json = object(body);
        if (json == null) {
            throw LowcodeRefusal.of("invalid JSON body");
        }
        return new CreateRequest(
                text(json, "name"),
                orEmpty(text(json, "language")),
                orEmpty(text(json, "source_code")));
    }

    InvokeRequest invokeRequest(byte @Nullable [] body) {
        var json = object(body);
        if (json == null) {
            return new InvokeRequest("{}", null);
        }
        var input = json.path("input");
        String arguments;
        if (input.isMissingNode() || input.isNull()) {
            arguments = "{}";
        } else if (input.isObject()) {
            arguments = input.toString();
        } else {
            arguments = mapper.createObjectNode().set("body", input).toString();
        }
        return new InvokeRequest(arguments, timeout(json.path("timeout_ms")));
    }

    private static @Nullable Long timeout(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isIntegralNumber() || node.asLong() < 1 || node.asLong() > MAX_TIMEOUT) {
            throw LowcodeRefusal.of("timeout_ms must be between 1 and " + MAX_TIMEOUT);
        }
        return node.asLong();
    }

    RunResponse run(String function, Completed completed) {
        return switch (completed.outcome()) {
            case Outcome.Returned(Result.Nothing _) -> returned(function, completed, null);
            case Outcome.Returned(Result.Value(var value)) ->
                    returned(function, completed, mapper.readTree(value));
            case Outcome.Returned(Result.Response response) ->
                    answered(function, completed, response);
            case Outcome.Rejected(var error) ->
                    failed(function, completed, new Failure("failed", 400, plain(error)));
            case Outcome.Failed failed ->
                    failed(function, completed, new Failure("failed", 500, failed.message()));
            case Outcome.TimedOut _ ->
                    failed(
                            function,
                            completed,
                            new Failure("timeout", 504, completed.outcome().error()));
            case Outcome.LimitExceeded _ ->
                    failed(
                            function,
                            completed,
                            new Failure("failed", 500, completed.outcome().error()));
            case Outcome.Refused _ ->
                    failed(
                            function,
                            completed,
                            new Failure("failed", 503, completed.outcome().error()));
        };
    }

    private record Failure(String status, int code, @Nullable String message) {}

    private static RunResponse returned(
            String function, Completed completed, @Nullable JsonNode output) {
        return new RunResponse(
                runId(completed),
                function,
                "success",
                200,
                Map.of(),
                output,
                null,
                completed.duration().toMillis());
    }

    private RunResponse answered(String function, Completed completed, Result.Response response) {
        var headers = new LinkedHashMap<String, List<String>>();
        for (var header : response.headers()) {
            headers.computeIfAbsent(header.getKey(), _ -> new ArrayList<>()).add(header.getValue());
        }
        var good = response.status() < 400;
        return new RunResponse(
                runId(completed),
                function,
                good ? "success" : "failed",
                response.status(),
                headers,
                output(response.body()),
                good ? null : "the function answered " + response.status(),
                completed.duration().toMillis());
    }

    private static RunResponse failed(String function, Completed completed, Failure failure) {
        return new RunResponse(
                runId(completed),
                function,
                failure.status(),
                failure.code(),
                Map.of(),
                null,
                failure.message(),
                completed.duration().toMillis());
    }

    private static String runId(Completed completed) {
        return "run-" + completed.id();
    }

    /** The body as JSON where it is JSON, else as text. */
    private JsonNode output(byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8);
        try {
            var json = mapper.readTree(text);
            return json.isMissingNode() ? StringNode.valueOf(text) : json;
        } catch (JacksonException e) {
            return StringNode.valueOf(text);
        }
    }

    /** A rejection's text without quotation marks, anything else as JSON. */
    private String plain(String errorJson) {
        var json = mapper.readTree(errorJson);
        return json.isString() ? json.asString() : errorJson;
    }

    private @Nullable JsonNode object(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return null;
        }
        try {
            var json = mapper.readTree(body);
            if (json.isMissingNode()) {
                return null;
            }
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException e) {
            throw LowcodeRefusal.of("invalid JSON body");
        }
        throw LowcodeRefusal.of("invalid JSON body");
    }

    private static @Nullable String text(JsonNode json, String field) {
        var value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw LowcodeRefusal.of(field + " must be a string");
        }
        return value.asString();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
