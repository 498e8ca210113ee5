package dev.perigee.gateway.lura;

import dev.perigee.executor.FunctionId;
import dev.perigee.gateway.configuration.ConfigNode;
import dev.perigee.gateway.configuration.Operations;
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
import dev.perigee.gateway.resilience.Protection;
import dev.perigee.gateway.shaping.Shape;
import dev.perigee.gateway.upstream.Balancing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads one backend of an endpoint. */
final class LuraBackendReader {

    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
    private static final String FUNCTION = "function:";
    private static final Set<String> KNOWN =
            Set.of(
                    "@comment",
                    "host",
                    "url_pattern",
                    "method",
                    "encoding",
                    "allow",
                    "deny",
                    "mapping",
                    "target",
                    "group",
                    "is_collection",
                    "sd",
                    "sd_scheme",
                    "input_headers",
                    "input_query_strings",
                    "extra_config",
                    "disable_host_sanitize");
    private static final Set<String> READ =
            Set.of(Namespaces.PROXY, Namespaces.HTTP, Namespaces.HTTP_CLIENT, Namespaces.GRAPHQL);

    private final Encodings encodings;
    private final Set<String> plugins;
    private final Defaults defaults;
    private final String namespace;

    LuraBackendReader(
            Encodings encodings, Set<String> plugins, Defaults defaults, String namespace) {
        this.encodings = encodings;
        this.plugins = plugins;
        this.defaults = defaults;
        this.namespace = namespace;
    }

    BackendSpec read(
            ConfigNode node, int index, EndpointReader.Owner owner, LuraReader.Notices notices) {
        node.keys().stream()
                .filter(key -> !KNOWN.contains(key))
                .forEach(key -> notices.add(node.get(key), "is kept, but nothing reads it"));
        notices.namespaces(node, READ);
        var proxy = Namespaces.of(node).get(Namespaces.PROXY);
        return new BackendSpec(
                target(node),
                asking(node, index, owner),
                reading(node, owner, notices),
                null,
                owner.concurrent(),
                shadow(proxy, owner),
                graphQl(Namespaces.of(node).get(Namespaces.GRAPHQL)),
                plugins(node),
                Protection.NONE);
    }

    private Target target(ConfigNode node) {
        var raw = node.texts("host");
        List<String> hosts;
        if (raw.isEmpty()) {
            hosts = defaults.hosts();
        } else if (node.flag("disable_host_sanitize", false)) {
            hosts = raw;
        } else {
            hosts = Defaults.hosts(node.get("host"), raw);
        }
        if (!hosts.isEmpty() && hosts.getFirst().startsWith(FUNCTION)) {
            return function(node, hosts.getFirst().substring(FUNCTION.length()));
        }
        var isService = node.text("sd", "static").equals("dns");
        return new Target.Servers(
                isService ? hosts.stream().map(LuraBackendReader::withoutScheme).toList() : hosts,
                isService ? discovery(node) : null,
                Balancing.ofProcessors(),
                defaults.client());
    }

    private Discovery discovery(ConfigNode node) {
        var scheme = node.text("sd_scheme", "http");
        return new Discovery(scheme.isEmpty() ? "http" : scheme, defaults.namesTtl());
    }

    private static String withoutScheme(String host) {
        var end = host.indexOf("://");
        return end < 0 ? host : host.substring(end + 3);
    }

    private Target function(ConfigNode node, String name) {
        try {
            new FunctionId(namespace, name);
        } catch (IllegalArgumentException unsafe) {
            node.get("host").mistake(Objects.toString(unsafe.getMessage()));
        }
        return new Target.Function(namespace, name);
    }

    private static Asking asking(ConfigNode node, int index, EndpointReader.Owner owner) {
        var pattern = LuraPaths.cleanPath(node.text("url_pattern", ""));
        var where = "endpoint: " + owner.method() + " " + owner.path() + ", backend: " + index;
        var mismatch = LuraPaths.mismatch(where, owner.inputs(), LuraPaths.outputs(pattern));
        if (mismatch != null) {
            node.get("url_pattern").mistake(mismatch);
        }
        var method = node.text("method", owner.method()).toUpperCase(Locale.ROOT);
        if (method.isEmpty()) {
            method = owner.method().toUpperCase(Locale.ROOT);
        }
        if (!METHOD.matcher(method).matches()) {
            node.get("method").mistake("must be a method such as GET");
            method = "GET";
        }
        return new Asking(
                method,
                pattern,
                selection(node, "input_headers"),
                selection(node, "input_query_strings"),
                Namespaces.of(node)
                        .get(Namespaces.HTTP_CLIENT)
                        .flag("send_body_on_redirect", false));
    }

    private static Selection selection(ConfigNode node, String key) {
        var names = node.texts(key);
        return names.isEmpty() ? Selection.All.ALL : Selection.of(names);
    }

    private Reading reading(
            ConfigNode node, EndpointReader.Owner owner, LuraReader.Notices notices) {
        var encoding = owner.passing() ? Encodings.NO_OP : node.text("encoding", "json");
        if (!encoding.isEmpty() && !encodings.decodes(encoding)) {
            notices.add(node.get("encoding"), "is not known, so JSON is expected");
        }
        var http = Namespaces.of(node).get(Namespaces.HTTP);
        return new Reading(
                encoding,
                node.flag("is_collection", false),
                new StatusRule(
                        Accepted.OK,
                        http.text("return_error_details", ""),
                        http.flag("return_error_code", false)),
                PassOn.NOTHING,
                new Shape(
                        node.text("target", ""),
                        node.texts("allow"),
                        node.texts("deny"),
                        node.textsByKey("mapping"),
                        Operations.read(
                                Namespaces.of(node).get(Namespaces.PROXY), "flatmap_filter"),
                        node.text("group", "")));
    }

    private static @Nullable Duration shadow(ConfigNode proxy, EndpointReader.Owner owner) {
        if (!proxy.flag("shadow", false)) {
            return null;
        }
        var own = Defaults.duration(proxy, "shadow_timeout");
        return own.isZero() ? owner.timeout() : own;
    }

    private static @Nullable GraphQlSpec graphQl(ConfigNode node) {
        if (!node.isPresent()) {
            return null;
        }
        var type = node.text("type", "").toLowerCase(Locale.ROOT);
        if (!type.equals("query") && !type.equals("mutation")) {
            return null;
        }
        var variables = node.get("variables").value();
        return new GraphQlSpec(
                type.equals("mutation"),
                node.text("method", "POST").equalsIgnoreCase("GET"),
                query(node),
                node.text("operationName", ""),
                variables instanceof ObjectNode object ? object : Json.object());
    }

    private static String query(ConfigNode node) {
        var path = node.text("query_path", "");
        if (path.isEmpty()) {
            return node.text("query", "");
        }
        try {
            return Files.readString(Path.of(path));
        } catch (IOException | IllegalArgumentException unreadable) {
            node.get("query_path").mistake("cannot be read: " + unreadable.getMessage());
            return "";
        }
    }

    private Map<String, JsonNode> plugins(ConfigNode node) {
        var namespaces = Namespaces.of(node);
        var found = new LinkedHashMap<String, JsonNode>();
        for (var name : namespaces.names()) {
            if (plugins.contains(name)) {
                found.put(name, namespaces.named(name).value());
            }
        }
        return found;
    }
}
