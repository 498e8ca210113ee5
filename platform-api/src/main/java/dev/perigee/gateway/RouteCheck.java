package dev.perigee.gateway;

import dev.perigee.executor.FunctionId;
import dev.perigee.gateway.configuration.PipelineReader;
import dev.perigee.gateway.encoding.Encodings;
import dev.perigee.gateway.filters.FilterReader;
import dev.perigee.gateway.lura.LuraReader;
import dev.perigee.problems.FieldError;
import dev.perigee.routes.CompiledTarget;
import dev.perigee.routes.InvalidRouteException;
import dev.perigee.routes.InvalidTargetException;
import dev.perigee.routes.RouteDefinition;
import dev.perigee.routes.RouteTable;
import dev.perigee.routes.RouteTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Says what is wrong with routes, without a gateway that could serve them. */
public final class RouteCheck {

    private static final CompiledTarget SILENT = new CompiledTarget() {};

    private final TargetReader reader =
            new TargetReader(
                    new PipelineReader(Encodings.builtIn()),
                    new LuraReader(Encodings.builtIn(), Set.of()),
                    new FilterReader());

    /** What is wrong with one of the routes, and with which. */
    public record Fault(RouteDefinition route, FieldError error) {}

    /** Everything that is wrong, in the order of the routes. */
    public List<Fault> faults(List<RouteDefinition> routes) {
        try {
            RouteTable.compile(routes, this::read);
            return List.of();
        } catch (InvalidRouteException invalid) {
            return invalid.refusals().stream()
                    .flatMap(
                            refusal ->
                                    refusal.errors().stream()
                                            .map(error -> new Fault(refusal.route(), error)))
                    .toList();
        }
    }

    private CompiledTarget read(RouteDefinition definition) {
        var errors = new ArrayList<FieldError>();
        switch (definition.target()) {
            case RouteTarget.Function(var name) -> new FunctionId(definition.namespace(), name);
            case RouteTarget.Pipeline(var json) -> reader.pipeline(definition, json, errors);
            case RouteTarget.Channel _ -> {}
        }
        if (definition.filters() != null) {
            reader.filters(definition.filters(), errors);
        }
        if (!errors.isEmpty()) {
            throw new InvalidTargetException(errors);
        }
        return SILENT;
    }
}
