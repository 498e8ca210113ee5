package dev.perigee.gateway;

import dev.perigee.executor.FunctionId;
import dev.perigee.gateway.configuration.ConfigNode;
import dev.perigee.gateway.configuration.Mistake;
import dev.perigee.gateway.configuration.PipelineReader;
import dev.perigee.gateway.encoding.DecodingException;
import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.pipeline.PipelineCompiler;
import dev.perigee.problems.FieldError;
import dev.perigee.routes.CompiledTarget;
import dev.perigee.routes.InvalidTargetException;
import dev.perigee.routes.RouteDefinition;
import dev.perigee.routes.RouteTarget;
import dev.perigee.routes.TargetCompiler;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Compiles what routes point to. */
final class GatewayTargets implements TargetCompiler {

    private final FunctionTarget.Serving serving;
    private final PipelineCompiler compiler;
    private final PipelineReader reader;

    GatewayTargets(
            FunctionTarget.Serving serving, PipelineCompiler compiler, PipelineReader reader) {
        this.serving = serving;
        this.compiler = compiler;
        this.reader = reader;
    }

    @Override
    public CompiledTarget compile(RouteDefinition definition) {
        return switch (definition.target()) {
            case RouteTarget.Function(var name) ->
                    function(new FunctionId(definition.namespace(), name));
            case RouteTarget.Pipeline(var json) -> pipeline(definition, json);
        };
    }

    GatewayTarget function(FunctionId function) {
        return new FunctionTarget(function, serving);
    }

    private GatewayTarget pipeline(RouteDefinition definition, String json) {
        var node = ConfigNode.root(document(json));
        var route =
                new PipelineReader.Route(
                        definition.namespace(), definition.method(), parameters(definition.path()));
        var spec = reader.read(node, route);
        refuse(node.mistakes());
        return new PipelineTarget(compiler.compile(spec), serving.budget(), serving.loops());
    }

    private static void refuse(List<Mistake> mistakes) {
        if (!mistakes.isEmpty()) {
            throw new InvalidTargetException(
                    mistakes.stream()
                            .map(
                                    each ->
                                            new FieldError(
                                                    "/pipeline" + each.pointer(), each.message()))
                            .toList());
        }
    }

    private static JsonNode document(String json) {
        try {
            return Json.read(json);
        } catch (DecodingException malformed) {
            throw new IllegalArgumentException("its pipeline is " + malformed.getMessage());
        }
    }

    private static Set<String> parameters(String path) {
        var names = new LinkedHashSet<String>();
        for (var segment : path.split("/", -1)) {
            if (segment.startsWith(":") || segment.startsWith("*")) {
                names.add(segment.substring(1));
            }
        }
        return names;
    }
}
