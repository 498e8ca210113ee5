package dev.perigee.gateway;

import dev.perigee.gateway.configuration.ConfigNode;
import dev.perigee.gateway.configuration.InvalidConfigurationException;
import dev.perigee.gateway.configuration.Mistake;
import dev.perigee.gateway.configuration.PipelineReader;
import dev.perigee.gateway.encoding.DecodingException;
import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.filters.FilterReader;
import dev.perigee.gateway.filters.Filters;
import dev.perigee.gateway.lura.LuraDocuments;
import dev.perigee.gateway.lura.LuraReader;
import dev.perigee.gateway.lura.LuraService;
import dev.perigee.gateway.pipeline.PipelineSpec;
import dev.perigee.problems.FieldError;
import dev.perigee.routes.RouteDefinition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what routes are configured with; notes all that is wrong, by its place in the route. */
record TargetReader(PipelineReader pipelines, LuraReader lura, FilterReader filters) {

    /** What a route's pipeline says. */
    sealed interface Read {

        record Pipeline(PipelineSpec spec) implements Read {}

        record Lura(LuraService.Answer answer) implements Read {}

        /** It was noted why. */
        record Broken() implements Read {}
    }

    Read pipeline(RouteDefinition definition, String json, List<FieldError> errors) {
        var document = document(json, "/pipeline", errors);
        if (document == null) {
            return new Read.Broken();
        }
        if (LuraDocuments.isLura(document)) {
            return lura(document, definition.namespace(), errors);
        }
        var node = ConfigNode.root(document);
        var route =
                new PipelineReader.Route(
                        definition.namespace(), definition.method(), parameters(definition.path()));
        var spec = pipelines.read(node, route);
        note("/pipeline", node.mistakes(), errors);
        return node.mistakes().isEmpty() ? new Read.Pipeline(spec) : new Read.Broken();
    }

    private Read lura(JsonNode document, String namespace, List<FieldError> errors) {
        try {
            return new Read.Lura(LuraDocuments.read(lura, document, namespace));
        } catch (InvalidConfigurationException invalid) {
            note("/pipeline", invalid.mistakes(), errors);
            return new Read.Broken();
        }
    }

    @Nullable Filters filters(String json, List<FieldError> errors) {
        var document = document(json, "/filters", errors);
        if (document == null) {
            return null;
        }
        var node = ConfigNode.root(document);
        var read = filters.read(node);
        note("/filters", node.mistakes(), errors);
        return read;
    }

    private static void note(String place, List<Mistake> mistakes, List<FieldError> errors) {
        for (var mistake : mistakes) {
            errors.add(new FieldError(place + mistake.pointer(), mistake.message()));
        }
    }

    private static @Nullable JsonNode document(String json, String place, List<FieldError> errors) {
        try {
            return Json.read(json);
        } catch (DecodingException malformed) {
            errors.add(new FieldError(place, String.valueOf(malformed.getMessage())));
            return null;
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
