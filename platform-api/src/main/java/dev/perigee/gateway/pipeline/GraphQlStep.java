package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.encoding.DecodingException;
import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.pipeline.BackendSpec.GraphQlSpec;
import dev.perigee.gateway.upstream.Content;
import dev.perigee.gateway.upstream.UpstreamException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the request into a GraphQL operation: in the body of a POST or the query of a GET. The
 * variables of a query come from path parameters, those of a mutation from the client's body.
 */
record GraphQlStep(GraphQlSpec spec) implements Step {

    @Override
    public Backend around(Backend next) {
        return request -> {
            try {
                var variables = spec.mutation() ? fromBody(request) : fromParameters(request);
                return next.send(
                        spec.overGet()
                                ? overGet(request, variables)
                                : overPost(request, variables));
            } catch (DecodingException malformed) {
                return Mono.error(UpstreamException.broken("the client's variables: " + malformed));
            }
        };
    }

    private ObjectNode fromParameters(PipelineRequest request) {
        var variables = Json.object();
        for (var variable : spec.variables().properties()) {
            var value = variable.getValue();
            var text = value.isString() ? value.stringValue() : "";
            if (text.length() > 2 && text.startsWith("{") && text.endsWith("}")) {
                var name = text.substring(1, text.length() - 1);
                variables.put(variable.getKey(), parameter(request.parameters(), name));
            } else {
                variables.set(variable.getKey(), value);
            }
        }
        return variables;
    }

    /** Names may be written with a capital first letter, as Lura shows them. */
    private static String parameter(Map<String, String> parameters, String name) {
        var value = parameters.get(name);
        if (value == null) {
            value =
                    parameters.get(
                            name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
        }
        return value == null ? "" : value;
    }

    private ObjectNode fromBody(PipelineRequest request) {
        if (!(Json.read(request.body().bytesOrEmpty()) instanceof ObjectNode body)) {
            throw new DecodingException("the body must be a JSON object");
        }
        for (var variable : spec.variables().properties()) {
            if (!body.has(variable.getKey())) {
                body.set(variable.getKey(), variable.getValue());
            }
        }
        return body;
    }

    private PipelineRequest overGet(PipelineRequest request, ObjectNode variables) {
        var query = new LinkedHashMap<>(request.query());
        query.put("query", List.of(spec.query()));
        if (!spec.operationName().isEmpty()) {
            query.put("operationName", List.of(spec.operationName()));
        }
        if (!variables.isEmpty()) {
            query.put("variables", List.of(Json.text(variables)));
        }
        return asJson(request, "GET", Content.None.NONE).withQuery(query);
    }

    private PipelineRequest overPost(PipelineRequest request, ObjectNode variables) {
        var operation = Json.object().put("query", spec.query());
        if (!spec.operationName().isEmpty()) {
            operation.put("operationName", spec.operationName());
        }
        if (!variables.isEmpty()) {
            operation.set("variables", variables);
        }
        return asJson(request, "POST", new Content.Bytes(Json.write(operation)));
    }

    private static PipelineRequest asJson(PipelineRequest request, String method, Content body) {
        var headers = request.headers().copy().set("Content-Type", "application/json");
        return request.withTarget(method, request.target()).withHeaders(headers).withBody(body);
    }
}
