package dev.perigee.gateway.lura;

import dev.perigee.gateway.configuration.ConfigNode;
import dev.perigee.gateway.configuration.Mistake;
import dev.perigee.gateway.encoding.Encodings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Reads whole files of Lura's, and finds everything that is wrong in them. */
public final class LuraReader {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> NOT_SERVED =
            Set.of(
                    "tls",
                    "use_h2c",
                    "plugin",
                    "sequential_start",
                    "allow_insecure_connections",
                    "disable_compression",
                    "expect_continue_timeout",
                    "max_idle_connections",
                    "dialer_fallback_delay",
                    "dialer_keep_alive",
                    "read_timeout",
                    "write_timeout");
    private static final Set<String> KNOWN =
            Set.of(
                    "$schema",
                    "@comment",
                    "version",
                    "name",
                    "port",
                    "listen_ip",
                    "endpoints",
                    "async_agent",
                    "host",
                    "timeout",
                    "cache_ttl",
                    "output_encoding",
                    "extra_config",
                    "idle_timeout",
                    "read_header_timeout",
                    "max_header_bytes",
                    "disable_keep_alives",
                    "max_idle_connections_per_host",
                    "idle_connection_timeout",
                    "response_header_timeout",
                    "dialer_timeout",
                    "disable_rest",
                    "client_tls",
                    "debug_endpoint",
                    "echo_endpoint",
                    "dns_cache_ttl",
                    "max_shutdown_wait_time");

    private final Encodings encodings;
    private final Set<String> plugins;

    /**
     * @param plugins the namespaces that plug-ins of this process read
     */
    public LuraReader(Encodings encodings, Set<String> plugins) {
        this.encodings = encodings;
        this.plugins = Set.copyOf(plugins);
    }

    /** The file's service, with all that is wrong with it. */
    public LuraService read(JsonNode document, String namespace) {
        var root = ConfigNode.root(document);
        var notices = new Notices(plugins);
        if (!document.isObject()) {
            root.mistake("must be an object with a \"version\" and \"endpoints\"");
            return new LuraService(Map.of(), List.of(), root.mistakes(), List.of());
        }
        checkVersion(root);
        for (var key : root.keys()) {
            if (NOT_SERVED.contains(key)) {
                notices.add(root.get(key), "is kept, but has no effect here");
            } else if (!KNOWN.contains(key)) {
                notices.add(root.get(key), "is kept, but nothing reads it");
            }
        }
        notices.namespaces(root, Set.of(Namespaces.ROUTER));
        notices.router(Namespaces.of(root).get(Namespaces.ROUTER));
        var endpoints = endpoints(root, namespace, notices);
        new AsyncAgents(notices).check(root);
        return new LuraService(settings(root), endpoints, root.mistakes(), notices.all());
    }

    private static void checkVersion(ConfigNode root) {
        var version = root.number("version", 0, 0, Integer.MAX_VALUE);
        if (version != 3) {
            root.get("version").mistake("unsupported version: " + version + " (want: 3)");
        }
    }

    private List<LuraService.Endpoint> endpoints(
            ConfigNode root, String namespace, Notices notices) {
        var defaults = Defaults.read(root);
        var reader = new EndpointReader(encodings, plugins, defaults, namespace);
        var endpoints = new ArrayList<LuraService.Endpoint>();
        var methods = new TreeMap<String, Set<String>>();
        var nodes = root.list("endpoints");
        for (int i = 0; i < nodes.size(); i++) {
            var node = nodes.get(i);
            var method = node.text("method", "GET");
            var endpoint = reader.read(node, i, method.isEmpty() ? "GET" : method, notices);
            if (endpoint == null) {
                continue;
            }
            if (!METHODS.contains(endpoint.method())) {
                notices.add(
                        node.get("method"),
                        "the endpoint is ignored: only GET, POST, PUT, PATCH and DELETE are"
                                + " served");
                continue;
            }
            endpoints.add(endpoint);
            methods.computeIfAbsent(endpoint.path(), _ -> new TreeSet<>()).add(endpoint.method());
        }
        addBuiltIn(root, defaults.router(), endpoints);
        if (defaults.router().answersOptions()) {
            methods.forEach(
                    (path, all) ->
                            endpoints.add(
                                    new LuraService.Endpoint(
                                            -1,
                                            "OPTIONS",
                                            path,
                                            new LuraService.Answer.Options(List.copyOf(all)))));
        }
        return endpoints;
    }

    private static void addBuiltIn(
            ConfigNode root, RouterOptions router, List<LuraService.Endpoint> endpoints) {
        if (!router.healthPath().isEmpty()) {
            endpoints.add(builtIn("GET", router.healthPath(), "health"));
        }
        if (root.flag("debug_endpoint", false)) {
            endpoints.add(builtIn("ANY", "/__debug/*param", "debug"));
        }
        if (root.flag("echo_endpoint", false)) {
            endpoints.add(builtIn("ANY", "/__echo/*param", "echo"));
        }
    }

    private static LuraService.Endpoint builtIn(String method, String path, String name) {
        return new LuraService.Endpoint(-1, method, path, new LuraService.Answer.BuiltIn(name));
    }

    private static Map<String, String> settings(ConfigNode root) {
        var settings = new LinkedHashMap<String, String>();
        settings.put(
                "perigee.gateway.port", Integer.toString(root.number("port", 8080, 0, 65_535)));
        var address = root.text("listen_ip", "");
        if (!address.isEmpty()) {
            if (isAddress(address)) {
                settings.put("perigee.gateway.address", address);
            } else {
                root.get("listen_ip").mistake("invalid ip address " + address);
            }
        }
        putTime(settings, root, "read_header_timeout", "perigee.gateway.head-timeout");
        putTime(settings, root, "idle_timeout", "perigee.gateway.idle-timeout");
        putTime(settings, root, "max_shutdown_wait_time", "perigee.gateway.drain-timeout");
        var header = root.number("max_header_bytes", 0, 0, Integer.MAX_VALUE);
        if (header > 0) {
            settings.put("perigee.gateway.max-header", Math.clamp(header, 1_024, 1 << 20) + "B");
        }
        return settings;
    }

    private static void putTime(
            Map<String, String> settings, ConfigNode root, String key, String setting) {
        var duration = Defaults.duration(root, key);
        if (!duration.isZero()) {
            settings.put(setting, duration.toMillis() + "ms");
        }
    }

    private static boolean isAddress(String text) {
        if (!text.matches("[0-9a-fA-F:.]+") || !text.matches(".*[:.].*")) {
            return false;
        }
        try {
            return InetAddress.getByName(text).getHostAddress() != null;
        } catch (UnknownHostException _) {
            return false;
        }
    }

    /** What is kept without effect. */
    static final class Notices {

        private final List<Mistake> all = new ArrayList<>();
        private final Set<String> plugins;

        Notices(Set<String> plugins) {
            this.plugins = plugins;
        }

        void add(ConfigNode place, String message) {
            all.add(new Mistake(place.pointer(), message));
        }

        List<Mistake> all() {
            return all;
        }

        /** Names the namespaces of this owner that nothing reads. */
        void namespaces(ConfigNode owner, Set<String> read) {
            var namespaces = Namespaces.of(owner);
            for (var name : namespaces.names()) {
                if (!read.contains(Namespaces.canonical(name)) && !plugins.contains(name)) {
                    add(namespaces.named(name), "is kept, but nothing reads this namespace");
                }
            }
        }

        void router(ConfigNode options) {
            for (var key : options.keys()) {
                if (RouterOptions.UNUSED.contains(key)) {
                    add(options.get(key), "is kept, but has no effect here");
                } else if (!RouterOptions.USED.contains(key)) {
                    add(options.get(key), "is kept, but nothing reads it");
                }
            }
        }
    }
}
