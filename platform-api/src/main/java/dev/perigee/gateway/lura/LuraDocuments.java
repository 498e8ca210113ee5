package dev.perigee.gateway.lura;

import dev.perigee.gateway.configuration.ConfigNode;
import dev.perigee.gateway.encoding.Json;
import dev.perigee.routes.RouteDefinition;
import dev.perigee.routes.RouteTarget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How an endpoint of Lura's is kept as a route's pipeline: in its own words, with what its service
 * says for all endpoints, under the key {@code lura}. Reading it again gives the same endpoint.
 */
public final class LuraDocuments {

    private static final String KEY = "lura";

    private LuraDocuments() {}

    public static boolean isLura(JsonNode pipeline) {
        return pipeline.has(KEY);
    }

    /** The routes of a file that has no mistakes. */
    public static List<RouteDefinition> routes(
            LuraService service, JsonNode file, String namespace) {
        var defaults = defaults(file);
        var routes = new ArrayList<RouteDefinition>();
        for (var endpoint : service.endpoints()) {
            var document = Json.object();
            document.set(KEY, document(endpoint, file, defaults));
            routes.add(
                    new RouteDefinition(
                            namespace,
                            endpoint.method(),
                            endpoint.path(),
                            new RouteTarget.Pipeline(Json.text(document)),
                            filters(endpoint, file)));
        }
        return routes;
    }

    private static @Nullable String filters(LuraService.Endpoint endpoint, JsonNode file) {
        if (endpoint.index() < 0) {
            return null;
        }
        var place = ConfigNode.root(file.get("endpoints").get(endpoint.index()));
        var filters = LuraFilters.of(place);
        return filters == null ? null : Json.text(filters);
    }

    private static ObjectNode document(
            LuraService.Endpoint endpoint, JsonNode file, ObjectNode defaults) {
        return switch (endpoint.answer()) {
            case LuraService.Answer.BuiltIn(var name) -> Json.object().put("builtIn", name);
            case LuraService.Answer.Options(var methods) -> {
                var options = Json.object();
                methods.forEach(options.putArray("options")::add);
                yield options;
            }
            case LuraService.Answer.Backends _ -> {
                var service = defaults.deepCopy();
                service.putArray("endpoints").add(file.get("endpoints").get(endpoint.index()));
                yield service;
            }
        };
    }

    private static ObjectNode defaults(JsonNode file) {
        var defaults = Json.object();
        for (var member : file.properties()) {
            if (!member.getKey().equals("endpoints") && !member.getKey().equals("async_agent")) {
                defaults.set(member.getKey(), member.getValue());
            }
        }
        return defaults;
    }

    /**
     * What answers the one endpoint that a route's pipeline keeps.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static LuraService.Answer read(LuraReader reader, JsonNode pipeline, String namespace) {
        var kept = ConfigNode.root(pipeline).get(KEY);
        if (kept.has("builtIn")) {
            return new LuraService.Answer.BuiltIn(kept.text("builtIn", ""));
        }
        if (kept.get("options").value() instanceof ArrayNode methods) {
            var names = new ArrayList<String>();
            methods.forEach(method -> names.add(method.asString()));
            return new LuraService.Answer.Options(names);
        }
        return reader.read(kept.value(), namespace).verified().endpoints().stream()
                .filter(endpoint -> endpoint.index() == 0)
                .map(LuraService.Endpoint::answer)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("its pipeline keeps no endpoint"));
    }
}
