package dev.perigee.gateway;

import dev.perigee.executor.FunctionId;
import dev.perigee.gateway.configuration.ConfigNode;
import dev.perigee.gateway.configuration.Mistake;
import dev.perigee.gateway.configuration.PipelineReader;
import dev.perigee.gateway.encoding.DecodingException;
import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.filters.FilterReader;
import dev.perigee.gateway.lura.LuraDocuments;
import dev.perigee.gateway.lura.LuraReader;
import dev.perigee.gateway.lura.LuraService;
import dev.perigee.gateway.pipeline.PipelineCompiler;
import dev.perigee.gateway.pipeline.PipelineSpec;
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
    private final LuraReader lura;
    private final FilterReader filters;

    GatewayTargets(
            FunctionTarget.Serving serving,
            PipelineCompiler compiler,
            PipelineReader reader,
            LuraReader lura,
            FilterReader filters) {
        this.filters = filters;
        this.serving = serving;
        this.compiler = compiler;
        this.reader = reader;
        this.lura = lura;
    }

    @Override
    public CompiledTarget compile(RouteDefinition definition) {
        var target = target(definition);
        var json = definition.filters();
        if (json == null) {
            return target;
        }
        var node = ConfigNode.root(document(json, "filters"));
        var compiled = filters.read(node);
        refuse("/filters", node.mistakes());
        return new FilteredTarget(compiled, target, definition.method(), serving.loops());
    }

    private GatewayTarget target(RouteDefinition definition) {
        return switch (definition.target()) {
            case RouteTarget.Function(var name) ->
                    function(new FunctionId(definition.namespace(), name));
            case RouteTarget.Pipeline(var json) -> pipeline(definition, json);
            case RouteTarget.Channel(var channel) ->
                    new ChannelTarget(definition.namespace(), channel, serving);
        };
    }

    GatewayTarget function(FunctionId function) {
        return new FunctionTarget(function, serving);
    }

    private GatewayTarget pipeline(RouteDefinition definition, String json) {
        var document = document(json, "pipeline");
        if (LuraDocuments.isLura(document)) {
            return lura(LuraDocuments.read(lura, document, definition.namespace()));
        }
        var node = ConfigNode.root(document);
        var route =
                new PipelineReader.Route(
                        definition.namespace(), definition.method(), parameters(definition.path()));
        var spec = reader.read(node, route);
        refuse("/pipeline", node.mistakes());
        return pipeline(spec);
    }

    private GatewayTarget pipeline(PipelineSpec spec) {
        return new PipelineTarget(compiler.compile(spec), serving.budget(), serving.loops());
    }

    private GatewayTarget lura(LuraService.Answer answer) {
        return switch (answer) {
            case LuraService.Answer.Backends(var pipeline) -> pipeline(pipeline);
            case LuraService.Answer.Options(var methods) -> new LuraTarget.Options(methods);
            case LuraService.Answer.BuiltIn(var name) ->
                    switch (name) {
                        case "health" -> LuraTarget.HEALTH;
                        case "debug" -> LuraTarget.DEBUG;
                        case "echo" -> LuraTarget.ECHO;
                        default ->
                                throw new IllegalArgumentException(
                                        "its pipeline keeps an unknown endpoint \"" + name + "\"");
                    };
        };
    }

    private static void refuse(String place, List<Mistake> mistakes) {
        if (!mistakes.isEmpty()) {
            throw new InvalidTargetException(
                    mistakes.stream()
                            .map(each -> new FieldError(place + each.pointer(), each.message()))
                            .toList());
        }
    }

    private static JsonNode document(String json, String what) {
        try {
            return Json.read(json);
        } catch (DecodingException malformed) {
            throw new IllegalArgumentException("its " + what + ": " + malformed.getMessage());
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
