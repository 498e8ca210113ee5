package dev.perigee.gateway.configuration;

import dev.perigee.gateway.encoding.Encodings;
import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.pipeline.BackendSpec;
import dev.perigee.gateway.pipeline.PipelineSpec;
import dev.perigee.gateway.pipeline.PipelineSpec.Answering;
import dev.perigee.gateway.pipeline.PipelineSpec.Entry;
import dev.perigee.gateway.pipeline.PipelineSpec.Merging;
import dev.perigee.gateway.pipeline.PipelineSpec.Statics;
import dev.perigee.gateway.pipeline.Selection;
import dev.perigee.gateway.pipeline.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads pipelines in Perigee's own form. */
public final class PipelineReader {

    static final String COMPLETED = "X-Perigee-Completed";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Set<String> KEYS =
            Set.of(
                    "timeout",
                    "output",
                    "cacheTtl",
                    "headers",
                    "query",
                    "merge",
                    "conflict",
                    "propagate",
                    "static",
                    "operations",
                    "backends",
                    "concurrentCalls",
                    "tellErrors");

    private final Encodings encodings;

    public PipelineReader(Encodings encodings) {
        this.encodings = encodings;
    }

    /** The route that the pipeline is for: where functions are looked up, and what it matches. */
    public record Route(String namespace, String method, Set<String> parameters) {}

    private enum Merge {
        PARALLEL,
        SEQUENTIAL
    }

    /** The pipeline at this place; mistakes are noted there. */
    public PipelineSpec read(ConfigNode node, Route route) {
        node.allowOnly(KEYS);
        var timeout = timeout(node);
        var sequential = node.choice("merge", Merge.PARALLEL) == Merge.SEQUENTIAL;
        var reader = new BackendReader(encodings, route, sequential, output(node));
        var backends = new ArrayList<BackendSpec>();
        var nodes = node.list("backends");
        for (int i = 0; i < nodes.size(); i++) {
            backends.add(reader.read(nodes.get(i), i, node.number("concurrentCalls", 1, 1, 10)));
        }
        if (nodes.isEmpty()) {
            node.get("backends").mistake("must list at least one backend");
        }
        requireOneForNoOp(node, backends);
        return new PipelineSpec(
                timeout,
                entry(node),
                new Merging(
                        sequential,
                        node.texts("propagate"),
                        node.choice("conflict", PipelineSpec.Conflict.LAST),
                        stages(nodes, route, sequential)),
                statics(node.get("static")),
                Operations.read(node, "operations"),
                backends,
                answering(node));
    }

    private static List<Stage> stages(List<ConfigNode> nodes, Route route, boolean sequential) {
        var reader = new StageReader(route.parameters(), sequential);
        var stages = new ArrayList<Stage>();
        for (int i = 0; i < nodes.size(); i++) {
            if (!nodes.get(i).has("shadow")) {
                stages.add(reader.read(nodes.get(i), i));
            }
        }
        return stages;
    }

    private static Duration timeout(ConfigNode node) {
        var timeout = node.duration("timeout", TIMEOUT);
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST) > 0) {
            node.get("timeout").mistake("must be from 1ms to 1h");
            return TIMEOUT;
        }
        return timeout;
    }

    private String output(ConfigNode node) {
        var output = node.text("output", "json");
        if (!encodings.renders(output)) {
            node.get("output")
                    .mistake(
                            "must be one of "
                                    + String.join(", ", encodings.rendererNames())
                                    + ", not \""
                                    + output
                                    + "\"");
        }
        return output;
    }

    private static void requireOneForNoOp(ConfigNode node, List<BackendSpec> backends) {
        var real = backends.stream().filter(backend -> backend.shadow() == null).count();
        if (real > 1 && node.text("output", "").equals(Encodings.NO_OP)) {
            node.get("output")
                    .mistake("\"no-op\" passes one backend's answer, but there are " + real);
        }
        if (real == 0 && !backends.isEmpty()) {
            node.get("backends").mistake("must have a backend that is no shadow");
        }
    }

    private static Entry entry(ConfigNode node) {
        var headers = node.texts("headers");
        return new Entry(
                headers.isEmpty() ? Selection.of("Content-Type") : Selection.of(headers),
                Selection.of(node.texts("query")),
                "Perigee",
                false);
    }

    private static Answering answering(ConfigNode node) {
        return new Answering(
                node.text("output", "json"),
                node.duration("cacheTtl", Duration.ZERO),
                Map.of(),
                COMPLETED,
                false,
                node.flag("tellErrors", false));
    }

    private static @Nullable Statics statics(ConfigNode node) {
        if (!node.isPresent()) {
            return null;
        }
        node.allowOnly(Set.of("data", "when"));
        var when = node.choice("when", PipelineSpec.When.ALWAYS);
        if (!(node.get("data").value() instanceof ObjectNode data)) {
            node.get("data").mistake("must be an object with the members to add");
            return new Statics(Json.object(), when);
        }
        return new Statics(data, when);
    }
}
