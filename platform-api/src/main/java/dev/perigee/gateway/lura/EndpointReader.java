package dev.perigee.gateway.lura;

import dev.perigee.gateway.configuration.ConfigNode;
import dev.perigee.gateway.configuration.Operations;
import dev.perigee.gateway.encoding.Encodings;
import dev.perigee.gateway.pipeline.BackendSpec;
import dev.perigee.gateway.pipeline.PipelineSpec;
import dev.perigee.gateway.pipeline.PipelineSpec.Answering;
import dev.perigee.gateway.pipeline.PipelineSpec.Conflict;
import dev.perigee.gateway.pipeline.PipelineSpec.Entry;
import dev.perigee.gateway.pipeline.PipelineSpec.Merging;
import dev.perigee.gateway.pipeline.PipelineSpec.Statics;
import dev.perigee.gateway.pipeline.PipelineSpec.When;
import dev.perigee.gateway.pipeline.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads one endpoint. */
final class EndpointReader {

    static final String AGENT = "KrakenD Version undefined";
    private static final String VERSION = "Version undefined";
    private static final Set<String> STRATEGIES = Set.of("", "parallel", "sequential");
    private static final Set<String> KNOWN =
            Set.of(
                    "@comment",
                    "endpoint",
                    "method",
                    "backend",
                    "timeout",
                    "cache_ttl",
                    "output_encoding",
                    "concurrent_calls",
                    "input_query_strings",
                    "input_headers",
                    "extra_config");

    private final Encodings encodings;
    private final Set<String> plugins;
    private final Defaults defaults;
    private final String namespace;

    EndpointReader(Encodings encodings, Set<String> plugins, Defaults defaults, String namespace) {
        this.encodings = encodings;
        this.plugins = plugins;
        this.defaults = defaults;
        this.namespace = namespace;
    }

    /** What the backends of an endpoint have to know of it. */
    record Owner(
            String method,
            String path,
            List<String> inputs,
            Duration timeout,
            boolean passing,
            int concurrent) {}

    /** The endpoint; null when it cannot be one, which is noted. */
    LuraService.@Nullable Endpoint read(
            ConfigNode node, int index, String method, LuraReader.Notices notices) {
        node.keys().stream()
                .filter(key -> !KNOWN.contains(key))
                .forEach(key -> notices.add(node.get(key), "is kept, but nothing reads it"));
        notices.namespaces(
                node, Set.of(Namespaces.PROXY, Namespaces.VALIDATOR, Namespaces.PERIGEE));
        LuraFilters.check(node, notices);
        var path = LuraPaths.cleanPath(node.text("endpoint", ""));
        if (LuraPaths.isRefused(path)) {
            node.mistake(
                    "ignoring the '" + method + " " + path + "' endpoint, since it is invalid!!!");
            return null;
        }
        var backends = node.list("backend");
        if (backends.isEmpty()) {
            node.mistake(
                    "ignoring the '"
                            + method
                            + " "
                            + path
                            + "' endpoint, since it has 0 backends defined!");
            return null;
        }
        var inputs = LuraPaths.inputs(path, defaults.strictRest());
        var owner =
                new Owner(
                        method,
                        path,
                        inputs,
                        timeout(node),
                        output(node).equals(Encodings.NO_OP),
                        Math.max(1, node.number("concurrent_calls", 1, 0, 100)));
        return new LuraService.Endpoint(
                index,
                method.toUpperCase(Locale.ROOT),
                LuraPaths.route(path, inputs),
                new LuraService.Answer.Backends(pipeline(node, owner, backends, notices)));
    }

    private Duration timeout(ConfigNode node) {
        var own = Defaults.duration(node, "timeout");
        return own.isZero() ? defaults.timeout() : own;
    }

    private String output(ConfigNode node) {
        var own = node.text("output_encoding", "");
        return own.isEmpty() ? defaults.output() : own;
    }

    private PipelineSpec pipeline(
            ConfigNode node, Owner owner, List<ConfigNode> nodes, LuraReader.Notices notices) {
        var proxy = Namespaces.of(node).get(Namespaces.PROXY);
        var reader = new LuraBackendReader(encodings, plugins, defaults, namespace);
        var backends = new ArrayList<BackendSpec>();
        for (int i = 0; i < nodes.size(); i++) {
            backends.add(reader.read(nodes.get(i), i, owner, notices));
        }
        if (owner.passing() && backends.size() > 1) {
            node.get("output_encoding")
                    .mistake(
                            "can not use NoOp encoding with more than one backends connected to the"
                                    + " same endpoint");
        }
        return new PipelineSpec(
                owner.timeout(),
                entry(node),
                new Merging(
                        isSequential(proxy, notices),
                        proxy.texts("sequential_propagated_params"),
                        Conflict.LAST),
                statics(proxy.get("static")),
                Operations.read(proxy, "flatmap_filter"),
                backends,
                answering(node, backends));
    }

    private static boolean isSequential(ConfigNode proxy, LuraReader.Notices notices) {
        if (proxy.has("combiner")) {
            notices.add(proxy.get("combiner"), "is not known: replies are merged as ever");
        }
        if (!STRATEGIES.contains(proxy.text("strategy", ""))) {
            notices.add(proxy.get("strategy"), "is not known: taken for parallel");
        }
        return proxy.has("strategy")
                ? proxy.text("strategy", "").equals("sequential")
                : proxy.flag("sequential", false);
    }

    private Entry entry(ConfigNode node) {
        var headers = node.texts("input_headers");
        return new Entry(
                headers.isEmpty() ? Selection.of("Content-Type") : Selection.of(headers),
                Selection.of(node.texts("input_query_strings")),
                AGENT,
                defaults.router().decodesPaths());
    }

    private static @Nullable Statics statics(ConfigNode node) {
        if (!node.isPresent()) {
            return null;
        }
        if (!(node.get("data").value() instanceof ObjectNode data)) {
            return null;
        }
        var when =
                switch (node.text("strategy", "always")) {
                    case "success" -> When.SUCCESS;
                    case "errored" -> When.ERRORED;
                    case "complete" -> When.COMPLETE;
                    case "incomplete" -> When.INCOMPLETE;
                    default -> When.ALWAYS;
                };
        return new Statics(data, when);
    }

    private Answering answering(ConfigNode node, List<BackendSpec> backends) {
        var output = output(node);
        if (!encodings.renders(output) && backends.size() == 1) {
            output = backends.getFirst().reading().encoding();
        }
        var ttl = Defaults.duration(node, "cache_ttl");
        return new Answering(
                output,
                ttl.isZero() ? defaults.cacheTtl() : ttl,
                defaults.router().showsVersion() ? Map.of("X-Krakend", VERSION) : Map.of(),
                "X-Krakend-Completed",
                true,
                defaults.router().tellsErrors());
    }
}
