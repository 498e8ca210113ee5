package dev.perigee.gateway;

import dev.perigee.executor.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the context of a request says of its answer when all its stages have run. */
final class StagedAnswer {

    private StagedAnswer() {}

    /** A whole answer that a stage made; null when none did. */
    static Result.@Nullable Response response(ObjectNode context) {
        if (!(context.get("response") instanceof ObjectNode response)) {
            return null;
        }
        var headers = headers(response.get("headers"));
        var body = response.get("body");
        if (body != null && body.isContainer() && isUntyped(headers)) {
            headers.add(Map.entry("Content-Type", "application/json"));
        }
        var text = body == null || body.isNull() ? "" : text(body);
        return new Result.Response(
                response.path("status").asInt(200), headers, text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isUntyped(List<Map.Entry<String, String>> headers) {
        return headers.stream().noneMatch(each -> each.getKey().equalsIgnoreCase("content-type"));
    }

    private static List<Map.Entry<String, String>> headers(@Nullable JsonNode given) {
        var headers = new ArrayList<Map.Entry<String, String>>();
        if (given instanceof ObjectNode fields) {
            for (var field : fields.properties()) {
                for (var value : values(field.getValue())) {
                    headers.add(Map.entry(field.getKey(), value));
                }
            }
        }
        return headers;
    }

    private static List<String> values(JsonNode value) {
        if (!value.isArray()) {
            return List.of(text(value));
        }
        var values = new ArrayList<String>();
        value.forEach(each -> values.add(text(each)));
        return values;
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }

    /** What failed and was not handled; null when nothing is. */
    static @Nullable JsonNode error(ObjectNode context) {
        var error = context.get("error");
        return error == null || error.isNull() ? null : error;
    }

    static String message(JsonNode error) {
        return error.isString() ? error.stringValue() : error.path("message").asString("");
    }

    /** What the request came to; null for nothing. */
    static @Nullable JsonNode data(ObjectNode context) {
        var data = context.get("data");
        return data == null ? context.path("results").path("request").get(0) : data;
    }
}
