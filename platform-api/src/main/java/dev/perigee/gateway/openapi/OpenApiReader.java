package dev.perigee.gateway.openapi;

import dev.perigee.gateway.configuration.ConfigNode;
import dev.perigee.gateway.configuration.Mistake;
import dev.perigee.routes.RouteDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads OpenAPI documents (3.0, 3.1) as routes: an operation that names a function is answered by
 * it, any other by its server, whose answers pass through. All that is wrong is found at once.
 */
public final class OpenApiReader {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch");
    private static final Set<String> BESIDE =
            Set.of("summary", "description", "servers", "parameters", "$ref");

    private final ConfigNode root;
    private final String namespace;
    private final String host;
    private final List<RouteDefinition> routes = new ArrayList<>();
    private final List<Mistake> notices = new ArrayList<>();

    private OpenApiReader(ConfigNode root, String namespace, String host) {
        this.root = root;
        this.namespace = namespace;
        this.host = host;
    }

    /**
     * What a document comes to.
     *
     * @param mistakes what is wrong; nothing is to be served when there is any
     * @param notices what of it has no effect here
     */
    public record Imported(
            List<RouteDefinition> routes, List<Mistake> mistakes, List<Mistake> notices) {

        public Imported {
            routes = List.copyOf(routes);
            mistakes = mistakes.stream().distinct().toList();
            notices = List.copyOf(notices);
        }
    }

    /** Whether this is such a document, whatever its version. */
    public static boolean isOpenApi(JsonNode document) {
        return document.has("openapi") || document.has("swagger");
    }

    /**
     * The document's routes in this namespace.
     *
     * @param host the server to ask instead of the document's own; empty for those
     */
    public static Imported read(JsonNode document, String namespace, String host) {
        var reader = new OpenApiReader(ConfigNode.root(document), namespace, host);
        reader.read();
        return new Imported(reader.routes, reader.root.mistakes(), reader.notices);
    }

    private void read() {
        if (!root.value().path("openapi").asString("").matches("3\\.[01](\\..*)?")) {
            root.get("openapi").mistake("must be a version 3.0 or 3.1 of OpenAPI");
            return;
        }
        if (root.get("paths").keys().isEmpty()) {
            root.get("paths").mistake("must have at least one path");
        }
        for (var template : root.get("paths").keys()) {
            if (!template.startsWith("x-")) {
                read(template, root.get("paths").get(template));
            }
        }
    }

    private void read(String template, ConfigNode item) {
        if (item.has("$ref")) {
            item.mistake("references to other documents are not followed; write the path here");
            return;
        }
        var path = OperationReader.path(template, item);
        for (var key : item.keys()) {
            if (METHODS.contains(key)) {
                if (path != null) {
                    add(path, template, new OperationReader(root, item, item.get(key)), key);
                }
            } else if (!BESIDE.contains(key) && !key.startsWith("x-")) {
                notices.add(
                        new Mistake(item.get(key).pointer(), "is kept out, it is no method here"));
            }
        }
    }

    private void add(String path, String template, OperationReader operation, String method) {
        var target = operation.target(template, host);
        if (target == null) {
            return;
        }
        routes.add(new RouteDefinition(namespace, method.toUpperCase(Locale.ROOT), path, target));
        var schemes = operation.security();
        if (!schemes.isEmpty()) {
            notices.add(
                    new Mistake(
                            operation.pointer(),
                            "asks for "
                                    + String.join(", ", new TreeSet<>(schemes))
                                    + ", which the gateway passes on and does not check; give the"
                                    + " route filters to have it checked"));
        }
    }

    /** What a reference within the document means; null when it leads nowhere. */
    static @Nullable ConfigNode resolve(ConfigNode root, ConfigNode node) {
        var current = node;
        for (int i = 0; i < 10 && current.has("$ref"); i++) {
            var reference = current.text("$ref", "");
            if (!reference.startsWith("#/")) {
                return null;
            }
            current = root;
            for (var step : reference.substring(2).split("/", -1)) {
                current = current.get(step.replace("~1", "/").replace("~0", "~"));
            }
        }
        return current.isPresent() && !current.has("$ref") ? current : null;
    }
}
