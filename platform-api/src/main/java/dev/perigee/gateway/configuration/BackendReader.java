package dev.perigee.gateway.configuration;

import dev.perigee.executor.FunctionId;
import dev.perigee.gateway.encoding.Encodings;
import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.pipeline.BackendSpec;
import dev.perigee.gateway.pipeline.BackendSpec.Accepted;
import dev.perigee.gateway.pipeline.BackendSpec.Asking;
import dev.perigee.gateway.pipeline.BackendSpec.Discovery;
import dev.perigee.gateway.pipeline.BackendSpec.GraphQlSpec;
import dev.perigee.gateway.pipeline.BackendSpec.PassOn;
import dev.perigee.gateway.pipeline.BackendSpec.Reading;
import dev.perigee.gateway.pipeline.BackendSpec.StatusRule;
import dev.perigee.gateway.pipeline.BackendSpec.Target;
import dev.perigee.gateway.pipeline.Selection;
import dev.perigee.gateway.pipeline.UrlPattern;
import dev.perigee.gateway.shaping.Shape;
import dev.perigee.gateway.upstream.Balancing;
import dev.perigee.gateway.upstream.ClientSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads one backend of a pipeline in Perigee's own form. */
final class BackendReader {

    private static final String FUNCTION = "function:";
    private static final Pattern HOST =
            Pattern.compile("(https?://)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?/?");
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
    private static final Pattern LATER = Pattern.compile("resp(\\d{1,4})_.+");
    private static final Set<String> KEYS =
            Set.of(
                    "host",
                    "function",
                    "static",
                    "discovery",
                    "scheme",
                    "balancing",
                    "path",
                    "method",
                    "headers",
                    "query",
                    "resendBody",
                    "encoding",
                    "collection",
                    "accept",
                    "errorDetails",
                    "returnStatus",
                    "passStatus",
                    "passHeaders",
                    "target",
                    "allow",
                    "deny",
                    "mapping",
                    "operations",
                    "group",
                    "timeout",
                    "connectTimeout",
                    "shadow",
                    "graphql",
                    "steps",
                    "retry",
                    "breaker",
                    "cache",
                    "maxResponse",
                    "idleTimeout",
                    "when",
                    "each",
                    "most",
                    "atOnce");

    private final Encodings encodings;
    private final PipelineReader.Route route;
    private final boolean sequential;
    private final String output;

    BackendReader(
            Encodings encodings, PipelineReader.Route route, boolean sequential, String output) {
        this.encodings = encodings;
        this.route = route;
        this.sequential = sequential;
        this.output = output;
    }

    BackendSpec read(ConfigNode node, int index, int concurrent) {
        node.allowOnly(KEYS);
        return new BackendSpec(
                target(node),
                asking(node, index),
                reading(node),
                node.has("timeout") ? node.duration("timeout", Duration.ofSeconds(5)) : null,
                concurrent,
                node.has("shadow") ? node.duration("shadow", Duration.ofSeconds(5)) : null,
                graphQl(node.get("graphql")),
                plugins(node.get("steps")),
                ProtectionReader.read(node, output.equals(Encodings.NO_OP)));
    }

    private Target target(ConfigNode node) {
        if (node.has("static")) {
            if (node.get("static").value() instanceof ObjectNode data) {
                return new Target.Static(data);
            }
            node.get("static").mistake("must be an object");
            return new Target.Static(Json.object());
        }
        var hosts = node.texts("host");
        var function = node.text("function", hosts.isEmpty() ? "" : functionOf(hosts.getFirst()));
        if (!function.isEmpty()) {
            return function(node, function);
        }
        if (hosts.isEmpty()) {
            node.mistake("must name a host, a function or static data");
        }
        var addresses = new ArrayList<String>();
        for (var host : hosts) {
            addresses.add(address(node, host));
        }
        return new Target.Servers(
                addresses,
                discovery(node),
                node.choice("balancing", Balancing.ROUND_ROBIN),
                client(node));
    }

    private static String functionOf(String host) {
        return host.startsWith(FUNCTION) ? host.substring(FUNCTION.length()) : "";
    }

    private Target function(ConfigNode node, String name) {
        try {
            new FunctionId(route.namespace(), name);
        } catch (IllegalArgumentException unsafe) {
            node.get(node.has("function") ? "function" : "host")
                    .mistake(Objects.toString(unsafe.getMessage()));
        }
        return new Target.Function(route.namespace(), name);
    }

    private static String address(ConfigNode node, String host) {
        var matcher = HOST.matcher(host);
        if (node.text("discovery", "").equals("dns")) {
            return host;
        }
        if (!matcher.matches()) {
            node.get("host")
                    .mistake(
                            "must be a host such as \"http://localhost:8000\" or"
                                    + " \"function:NAME\", not \""
                                    + host
                                    + "\"");
            return host;
        }
        var scheme = matcher.group(1) == null ? "http://" : matcher.group(1);
        return scheme + matcher.group(2) + Objects.toString(matcher.group(3), "");
    }

    private static @Nullable Discovery discovery(ConfigNode node) {
        return switch (node.text("discovery", "static")) {
            case "static" -> null;
            case "dns" -> new Discovery(node.text("scheme", "http"), Duration.ofSeconds(30));
            default -> {
                node.get("discovery").mistake("must be static or dns");
                yield null;
            }
        };
    }

    private static ClientSettings client(ConfigNode node) {
        var base = ClientSettings.DEFAULT;
        return node.has("connectTimeout")
                ? new ClientSettings(
                        node.duration("connectTimeout", base.connectTimeout()),
                        base.headTimeout(),
                        base.idleTimeout(),
                        base.maxConnections(),
                        base.keepAlive(),
                        base.tls())
                : base;
    }

    private Asking asking(ConfigNode node, int index) {
        var method = node.text("method", route.method().equals("ANY") ? "GET" : route.method());
        if (!METHOD.matcher(method).matches() || method.equals("CONNECT")) {
            node.get("method").mistake("must be a method such as GET or POST, in capitals");
        }
        var path = node.text("path", "/");
        if (!path.startsWith("/")) {
            node.get("path").mistake("must begin with a slash");
        }
        if (path.chars().anyMatch(c -> c <= ' ' || c == '#' || c == '\\' || c >= 0x7f)) {
            node.get("path")
                    .mistake("must not contain spaces, \"#\", \"\\\" or control characters");
        }
        requireKnown(node, path, index);
        return new Asking(
                method,
                path,
                selection(node, "headers"),
                selection(node, "query"),
                node.flag("resendBody", true));
    }

    private void requireKnown(ConfigNode node, String path, int index) {
        for (var parameter : new UrlPattern(path).parameters()) {
            var later = LATER.matcher(parameter);
            var known =
                    route.parameters().contains(parameter)
                            || parameter.startsWith("JWT.")
                            || (node.has("each") && isOfElement(parameter))
                            || (sequential
                                    && later.matches()
                                    && Integer.parseInt(later.group(1)) < index);
            if (!known) {
                node.get("path")
                        .mistake(
                                "uses {"
                                        + parameter
                                        + "}, but the route's parameters are "
                                        + route.parameters()
                                        + (sequential
                                                ? ", and earlier backends give {resp0_NAME}"
                                                : ""));
            }
        }
    }

    private static boolean isOfElement(String parameter) {
        return parameter.equals("item") || parameter.startsWith("item.");
    }

    private static Selection selection(ConfigNode node, String key) {
        return node.has(key) ? Selection.of(node.texts(key)) : Selection.All.ALL;
    }

    private Reading reading(ConfigNode node) {
        var encoding =
                node.text("encoding", output.equals(Encodings.NO_OP) ? Encodings.NO_OP : "json");
        if (!encodings.decodes(encoding)) {
            node.get("encoding")
                    .mistake(
                            "must be one of "
                                    + String.join(", ", encodings.decoderNames())
                                    + ", not \""
                                    + encoding
                                    + "\"");
        }
        if (encoding.equals(Encodings.NO_OP) && !output.equals(Encodings.NO_OP)) {
            node.get("encoding").mistake("\"no-op\" needs the output \"no-op\" as well");
        }
        return new Reading(
                encoding,
                node.flag("collection", false),
                new StatusRule(
                        node.choice("accept", Accepted.SUCCESS),
                        node.text("errorDetails", ""),
                        node.flag("returnStatus", false)),
                new PassOn(node.flag("passStatus", false), Selection.of(node.texts("passHeaders"))),
                shape(node));
    }

    private static Shape shape(ConfigNode node) {
        var operations = Operations.read(node, "operations");
        if (!operations.isEmpty()
                && (node.has("allow") || node.has("deny") || node.has("mapping"))) {
            node.get("operations").mistake("cannot be combined with allow, deny or mapping");
        }
        return new Shape(
                node.text("target", ""),
                node.texts("allow"),
                node.texts("deny"),
                node.textsByKey("mapping"),
                operations,
                node.has("each") ? "" : node.text("group", ""));
    }

    private static @Nullable GraphQlSpec graphQl(ConfigNode node) {
        if (!node.isPresent()) {
            return null;
        }
        node.allowOnly(Set.of("type", "method", "query", "operationName", "variables"));
        if (node.text("query", "").isBlank()) {
            node.get("query").mistake("must be the GraphQL document");
        }
        var variables = node.get("variables").value();
        return new GraphQlSpec(
                oneOf(node, "type", List.of("query", "mutation")).equals("mutation"),
                oneOf(node, "method", List.of("POST", "GET")).equals("GET"),
                node.text("query", ""),
                node.text("operationName", ""),
                variables instanceof ObjectNode object ? object : Json.object());
    }

    private static String oneOf(ConfigNode node, String key, List<String> values) {
        var value = node.text(key, values.getFirst());
        if (!values.contains(value)) {
            node.get(key).mistake("must be " + String.join(" or ", values));
            return values.getFirst();
        }
        return value;
    }

    private static Map<String, JsonNode> plugins(ConfigNode node) {
        var plugins = new LinkedHashMap<String, JsonNode>();
        for (var name : node.keys()) {
            plugins.put(name, node.get(name).value());
        }
        return plugins;
    }
}
