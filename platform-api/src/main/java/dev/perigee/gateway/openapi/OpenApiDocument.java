package dev.perigee.gateway.openapi;

import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.openapi.RouteView.Scheme;
import dev.perigee.routes.RouteDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * Routes as an OpenAPI 3.1 document. It says what clients need: paths, methods, parameters, who may
 * call, which refusals to expect; and never where backends are, or what filters know of keys.
 */
public final class OpenApiDocument {

    private static final List<String> ANY =
            List.of("get", "put", "post", "delete", "options", "head", "patch");
    private static final Set<String> METHODS = Set.copyOf(ANY);

    private final ObjectNode document = Json.object().put("openapi", "3.1.0");
    private final ObjectNode paths;
    private final ObjectNode schemes;
    private final Set<String> operationIds = new TreeSet<>();

    private OpenApiDocument(String title) {
        document.putObject("info").put("title", title).put("version", "1");
        paths = document.putObject("paths");
        schemes = document.putObject("components").putObject("securitySchemes");
    }

    /** The document of these routes. */
    public static ObjectNode of(String title, List<RouteDefinition> routes) {
        var document = new OpenApiDocument(title);
        var exact = new ArrayList<RouteDefinition>();
        var any = new ArrayList<RouteDefinition>();
        routes.forEach(route -> (route.method().equals("ANY") ? any : exact).add(route));
        exact.forEach(document::add);
        // A route for any method answers those that no other route of its path takes.
        any.forEach(document::add);
        if (document.schemes.isEmpty()) {
            document.document.remove("components");
        }
        return document.document;
    }

    private void add(RouteDefinition route) {
        var view = RouteView.of(route);
        var item =
                paths.get(view.template()) instanceof ObjectNode known
                        ? known
                        : paths.putObject(view.template());
        var method = route.method().toLowerCase(Locale.ROOT);
        if (route.method().equals("ANY")) {
            ANY.stream().filter(each -> !item.has(each)).forEach(each -> put(item, each, view));
        } else if (METHODS.contains(method)) {
            put(item, method, view);
        } else {
            put(item, "x-method-" + method, view);
        }
    }

    private void put(ObjectNode item, String method, RouteView view) {
        var operation = item.putObject(method);
        operation.put("operationId", operationId(method, view.template()));
        var function = view.route().function();
        if (function != null) {
            operation.put("x-perigee-function", function);
        }
        addParameters(operation, view);
        if (Set.of("post", "put", "patch").contains(method)) {
            operation
                    .putObject("requestBody")
                    .putObject("content")
                    .putObject("application/json")
                    .putObject("schema");
        }
        addResponses(operation.putObject("responses"), view);
        addSecurity(operation, view);
    }

    private String operationId(String method, String template) {
        var words = (method + template).replaceAll("[^A-Za-z0-9]+", " ").strip();
        var id = new StringBuilder();
        for (var word : words.split(" ", -1)) {
            id.append(
                    id.isEmpty()
                            ? word
                            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        var unique = id.toString();
        for (int i = 2; !operationIds.add(unique); i++) {
            unique = id + "_" + i;
        }
        return unique;
    }

    private static void addParameters(ObjectNode operation, RouteView view) {
        var parameters = operation.arrayNode();
        for (var name : view.parameters()) {
            var parameter = parameters.addObject().put("name", name).put("in", "path");
            parameter.put("required", true);
            if (name.equals(view.wildcard())) {
                parameter.put("description", "All that is left of the path, slashes included.");
                parameter.put("x-perigee-wildcard", true);
            }
            parameter.putObject("schema").put("type", "string");
        }
        for (var name : view.query()) {
            parameters
                    .addObject()
                    .put("name", name)
                    .put("in", "query")
                    .putObject("schema")
                    .put("type", "string");
        }
        for (var name : view.headers()) {
            parameters
                    .addObject()
                    .put("name", name)
                    .put("in", "header")
                    .putObject("schema")
                    .put("type", "string");
        }
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
    }

    private static void addResponses(ObjectNode responses, RouteView view) {
        var content =
                responses
                        .putObject("200")
                        .put("description", "The answer.")
                        .putObject("content")
                        .putObject(view.contentType());
        var schema = view.schema();
        if (!schema.isEmpty()) {
            content.set("schema", schema);
        }
        for (var refusal : view.refusals().entrySet()) {
            var response =
                    responses.putObject(refusal.getKey()).put("description", refusal.getValue());
            if (view.tellsErrorsAsJson()) {
                var error =
                        response.putObject("content")
                                .putObject("application/json")
                                .putObject("schema")
                                .put("type", "object");
                error.putArray("required").add("error");
                error.putObject("properties").putObject("error");
            }
        }
    }

    private void addSecurity(ObjectNode operation, RouteView view) {
        if (view.security().isEmpty()) {
            return;
        }
        // One requirement with several schemes asks for all of them; one of several is enough.
        var requirements = operation.putArray("security");
        var all = requirements.addObject();
        var needed =
                view.security().stream().allMatch(Scheme::checked) ? all : requirements.addObject();
        for (var scheme : view.security()) {
            schemes.set(scheme.name(), scheme.definition());
            var scopes = all.putArray(scheme.name());
            scheme.scopes().forEach(scopes::add);
            if (scheme.checked()) {
                needed.set(scheme.name(), scopes);
            }
        }
    }
}
