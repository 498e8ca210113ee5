package dev.perigee.gateway.openapi;

import dev.perigee.gateway.encoding.DecodingException;
import dev.perigee.gateway.encoding.Json;
import dev.perigee.routes.RouteDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A route as its clients see it. */
record RouteView(RouteDefinition route, JsonNode pipeline, JsonNode filters) {

    private static final Set<String> UNSAID =
            Set.of("accept", "content-type", "authorization", "*", "");
    private static final Map<String, String> TYPES =
            Map.of(
                    "xml", "application/xml",
                    "yaml", "application/yaml",
                    "string", "text/plain",
                    "no-op", "*/*",
                    "negotiate", "*/*");

    static RouteView of(RouteDefinition route) {
        var pipeline = json(route.pipeline());
        var lura = pipeline.at("/lura/endpoints/0");
        return new RouteView(route, lura.isMissingNode() ? pipeline : lura, json(route.filters()));
    }

    private static JsonNode json(@Nullable String text) {
        try {
            return text == null ? Json.object() : Json.read(text);
        } catch (DecodingException _) {
            return Json.object();
        }
    }

    /**
     * Something a caller has.
     *
     * @param checked whether the gateway asks for it, or only passes it on
     */
    record Scheme(String name, JsonNode definition, List<String> scopes, boolean checked) {}

    /** The path with names in braces. */
    String template() {
        var template = new StringBuilder();
        for (var segment : segments()) {
            template.append('/');
            template.append(isName(segment) ? "{" + segment.substring(1) + "}" : segment);
        }
        return template.isEmpty() ? "/" : template.toString();
    }

    List<String> parameters() {
        return segments().stream()
                .filter(RouteView::isName)
                .map(segment -> segment.substring(1))
                .toList();
    }

    /** The parameter that takes the rest of the path; empty when there is none. */
    String wildcard() {
        var segments = segments();
        return !segments.isEmpty() && segments.getLast().startsWith("*")
                ? segments.getLast().substring(1)
                : "";
    }

    private List<String> segments() {
        var path = route.path();
        var end = path.endsWith("/") ? path.length() - 1 : path.length();
        return end <= 1 ? List.of() : List.of(path.substring(1, end).split("/", -1));
    }

    private static boolean isName(String segment) {
        return segment.startsWith(":") || segment.startsWith("*");
    }

    List<String> query() {
        return names("query", "input_query_strings");
    }

    List<String> headers() {
        return names("headers", "input_headers");
    }

    private boolean passes(String header) {
        return all("headers", "input_headers").stream().anyMatch(header::equalsIgnoreCase);
    }

    private List<String> names(String key, String luraKey) {
        return all(key, luraKey).stream()
                .filter(name -> !UNSAID.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
    }

    private List<String> all(String key, String luraKey) {
        var names = new ArrayList<String>();
        var value = pipeline.has(luraKey) ? pipeline.path(luraKey) : pipeline.path(key);
        for (var each :
                value instanceof ArrayNode array ? array : Json.object().arrayNode().add(value)) {
            names.add(each.asString(""));
        }
        return names;
    }

    String contentType() {
        return TYPES.getOrDefault(output(), "application/json");
    }

    private String output() {
        return pipeline.path("output").asString(pipeline.path("output_encoding").asString(""));
    }

    /** What is known of the answer's form; empty when nothing is. */
    ObjectNode schema() {
        if (route.function() != null) {
            return properties(List.of("data"));
        }
        return switch (output()) {
            case "no-op", "negotiate", "xml", "yaml" -> Json.object();
            case "string" -> Json.object().put("type", "string");
            case "json-collection" -> Json.object().put("type", "array");
            default -> properties(groups());
        };
    }

    private static ObjectNode properties(List<String> names) {
        var schema = Json.object().put("type", "object");
        if (!names.isEmpty()) {
            var properties = schema.putObject("properties");
            names.forEach(properties::putObject);
        }
        return schema;
    }

    /** The members under which backends' answers are put. */
    private List<String> groups() {
        var groups = new ArrayList<String>();
        for (var backend : pipeline.path(pipeline.has("backend") ? "backend" : "backends")) {
            var group = backend.path("group").asString("");
            if (!group.isEmpty() && !groups.contains(group)) {
                groups.add(group);
            }
        }
        return groups;
    }

    /** Whether what goes wrong is told as an object with an error; Lura's manner is no body. */
    boolean tellsErrorsAsJson() {
        return !pipeline.has("backend");
    }

    /** What filters and backends may answer instead, by status. */
    Map<String, String> refusals() {
        var refusals = new TreeMap<String, String>();
        if (filters.has("apiKeys") || filters.has("jwt")) {
            refusals.put("401", "The caller is not known.");
        }
        if (filters.has("allow") || filters.has("deny") || filters.has("jwt")) {
            refusals.put("403", "The caller may not do this.");
        }
        if (filters.has("maxBody")) {
            refusals.put("413", "The body is too large.");
        }
        if (filters.has("limits")) {
            refusals.put("429", "Too many requests; Retry-After says when to come again.");
        }
        if (route.function() != null) {
            refusals.put("400", "The function rejects the request.");
            refusals.put("500", "The function failed.");
        } else {
            refusals.put("502", "A backend gave no usable answer.");
        }
        refusals.put("503", "Busy; Retry-After says when to come again.");
        refusals.put("504", "It took too long.");
        return refusals;
    }

    List<Scheme> security() {
        var schemes = new ArrayList<Scheme>();
        if (filters.has("apiKeys")) {
            var header = filters.path("apiKeys").path("header").asString("X-Api-Key");
            schemes.add(
                    new Scheme(
                            "apiKey-" + header,
                            Json.object()
                                    .put("type", "apiKey")
                                    .put("in", "header")
                                    .put("name", header),
                            List.of(),
                            true));
        }
        if (filters.has("jwt")) {
            var scopes = new ArrayList<String>();
            filters.path("jwt").path("scopes").forEach(scope -> scopes.add(scope.asString("")));
            schemes.add(new Scheme("token", token(), scopes, true));
        } else if (passes("authorization")) {
            var authorization = Json.object().put("type", "http").put("scheme", "bearer");
            schemes.add(new Scheme("authorization", authorization, List.of(), false));
        }
        return schemes;
    }

    private static JsonNode token() {
        return Json.object().put("type", "http").put("scheme", "bearer").put("bearerFormat", "JWT");
    }
}
