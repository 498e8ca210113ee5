package dev.perigee.gateway;

import dev.perigee.executor.FunctionId;
import dev.perigee.gateway.lura.LuraService;
import dev.perigee.gateway.pipeline.PipelineCompiler;
import dev.perigee.gateway.pipeline.PipelineSpec;
import dev.perigee.gateway.sockets.OpenSockets;
import dev.perigee.problems.FieldError;
import dev.perigee.routes.CompiledTarget;
import dev.perigee.routes.InvalidTargetException;
import dev.perigee.routes.RouteDefinition;
import dev.perigee.routes.RouteTarget;
import dev.perigee.routes.TargetCompiler;
import java.util.ArrayList;
import java.util.List;

/** Compiles what routes point to. */
final class GatewayTargets implements TargetCompiler {

    private final FunctionTarget.Serving serving;
    private final PipelineCompiler compiler;
    private final TargetReader reader;

    GatewayTargets(FunctionTarget.Serving serving, PipelineCompiler compiler, TargetReader reader) {
        this.serving = serving;
        this.compiler = compiler;
        this.reader = reader;
    }

    OpenSockets sockets() {
        return serving.sockets();
    }

    @Override
    public CompiledTarget compile(RouteDefinition definition) {
        var errors = new ArrayList<FieldError>();
        var target = target(definition, errors);
        var json = definition.filters();
        var compiled = json == null ? null : reader.filters(json, errors);
        if (!errors.isEmpty()) {
            throw new InvalidTargetException(errors);
        }
        return compiled == null
                ? target
                : new FilteredTarget(compiled, target, definition.method(), serving.loops());
    }

    private GatewayTarget target(RouteDefinition definition, List<FieldError> errors) {
        return switch (definition.target()) {
            case RouteTarget.Function(var name) ->
                    function(new FunctionId(definition.namespace(), name));
            case RouteTarget.Pipeline(var json) -> pipeline(definition, json, errors);
            case RouteTarget.Channel(var channel) ->
                    new ChannelTarget(definition.namespace(), channel, serving);
        };
    }

    GatewayTarget function(FunctionId function) {
        return new FunctionTarget(function, serving);
    }

    private GatewayTarget pipeline(
            RouteDefinition definition, String json, List<FieldError> errors) {
        return switch (reader.pipeline(definition, json, errors)) {
            case TargetReader.Read.Pipeline(var spec) -> pipeline(spec);
            case TargetReader.Read.Lura(var answer) -> lura(answer);
            case TargetReader.Read.Broken _ -> LuraTarget.DEBUG;
        };
    }

    private GatewayTarget pipeline(PipelineSpec spec) {
        return new PipelineTarget(compiler.compile(spec), serving);
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
}
