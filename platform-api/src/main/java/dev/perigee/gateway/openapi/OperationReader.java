package dev.perigee.gateway.openapi;

import dev.perigee.gateway.configuration.ConfigNode;
import dev.perigee.gateway.encoding.Json;
import dev.perigee.routes.RouteTarget;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads one operation of an OpenAPI document. */
final class OperationReader {

    private static final Pattern NAME = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_-]*)}");
    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]+)}");

    private final ConfigNode root;
    private final ConfigNode item;
    private final ConfigNode operation;

    OperationReader(ConfigNode root, ConfigNode item, ConfigNode operation) {
        this.root = root;
        this.item = item;
        this.operation = operation;
    }

    String pointer() {
        return operation.pointer();
    }

    /** The route's path for a template; null when there can be none, which is noted. */
    static @Nullable String path(String template, ConfigNode place) {
        if (!template.startsWith("/")) {
            place.mistake("must begin with a slash");
            return null;
        }
        var path = new ArrayList<String>();
        for (var segment : template.substring(1).split("/", -1)) {
            var name = NAME.matcher(segment);
            if (name.matches()) {
                path.add((isWildcard(place, name.group(1)) ? "*" : ":") + name.group(1));
            } else if (segment.contains("{") || segment.contains("}")) {
                place.mistake(
                        "\""
                                + segment
                                + "\" cannot be a route: a parameter takes a whole segment, its"
                                + " name has letters, digits, \"_\" and \"-\"");
                return null;
            } else {
                path.add(segment);
            }
        }
        return "/" + String.join("/", path);
    }

    /** As exported documents say it. */
    private static boolean isWildcard(ConfigNode item, String name) {
        for (var method : item.keys()) {
            for (var parameter : item.get(method).value().path("parameters")) {
                if (parameter.path("name").asString("").equals(name)
                        && parameter.path("x-perigee-wildcard").asBoolean(false)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Who answers; null when nobody can, which is noted. */
    @Nullable RouteTarget target(String template, String host) {
        var function = operation.text("x-perigee-function", "");
        if (!function.isEmpty()) {
            return new RouteTarget.Function(function);
        }
        var server = host.isEmpty() ? server() : host;
        var uri = server == null ? null : address(server);
        if (uri == null) {
            return null;
        }
        var pipeline = Json.object().put("output", "no-op");
        put(pipeline, "headers", headers());
        put(pipeline, "query", named("query"));
        var base = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        pipeline.putArray("backends")
                .addObject()
                .put("host", uri.getScheme() + "://" + uri.getRawAuthority())
                .put("path", base + wildcards(template));
        return new RouteTarget.Pipeline(Json.text(pipeline));
    }

    private String wildcards(String template) {
        return NAME.matcher(template)
                .replaceAll(
                        name ->
                                (isWildcard(item, name.group(1)) ? "{*" : "{")
                                        + name.group(1)
                                        + "}");
    }

    private static void put(ObjectNode pipeline, String key, Set<String> names) {
        if (!names.isEmpty()) {
            var array = pipeline.putArray(key);
            names.forEach(array::add);
        }
    }

    /** The first server of the operation, of its path, or of the document. */
    private @Nullable String server() {
        for (var owner : List.of(operation, item, root)) {
            var servers = owner.list("servers");
            if (!servers.isEmpty()) {
                var server = servers.getFirst();
                return VARIABLE.matcher(server.text("url", ""))
                        .replaceAll(
                                name ->
                                        server.get("variables")
                                                .get(name.group(1))
                                                .text("default", ""));
            }
        }
        operation.mistake("has no server; name one in \"servers\", or give a host to the import");
        return null;
    }

    private @Nullable URI address(String server) {
        try {
            var uri = URI.create(server);
            if (uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        operation.mistake(
                "its server must be an address such as \"https://api.example.com/v1\", not \""
                        + server
                        + "\"; give a host to the import");
        return null;
    }

    private Set<String> headers() {
        var headers = new LinkedHashSet<>(List.of("Content-Type", "Accept"));
        headers.addAll(named("header"));
        var authorized = false;
        for (var name : security()) {
            var scheme = root.get("components").get("securitySchemes").get(name).value();
            if (!scheme.path("type").asString("").equals("apiKey")) {
                authorized = true;
            } else if (scheme.path("in").asString("").equals("header")) {
                headers.add(scheme.path("name").asString(""));
            }
        }
        if (authorized) {
            headers.add("Authorization");
        }
        return headers;
    }

    /** The names of the schemes that may be asked for. */
    Set<String> security() {
        var owner = operation.has("security") ? operation : root;
        var names = new LinkedHashSet<String>();
        owner.list("security").forEach(each -> names.addAll(each.keys()));
        return names;
    }

    private Set<String> named(String place) {
        var names = new LinkedHashSet<String>();
        for (var owner : List.of(item, operation)) {
            for (var each : owner.list("parameters")) {
                var parameter = OpenApiReader.resolve(root, each);
                if (parameter == null) {
                    each.mistake("refers to nothing in this document");
                } else if (parameter.text("in", "").toLowerCase(Locale.ROOT).equals(place)) {
                    names.add(parameter.text("name", ""));
                }
            }
        }
        return names;
    }
}
