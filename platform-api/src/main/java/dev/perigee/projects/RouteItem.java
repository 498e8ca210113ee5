package dev.perigee.projects;

import dev.perigee.projects.Project.ProjectRoute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One item of a gateway file, by key. */
record RouteItem(Map<String, @Nullable Object> parts) {

    static final String EXAMPLE = "{ \"GET\", \"/hello\", \"hello\" }";

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ANY");
    private static final List<String> IN_ORDER = List.of("method", "path", "function");
    private static final Set<String> KEYS =
            Set.of("method", "path", "function", "pipeline", "filters");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static RouteItem of(@Nullable Object item) {
        var parts = new LinkedHashMap<String, @Nullable Object>();
        switch (item) {
            case List<?> list -> {
                for (int i = 0; i < Math.min(list.size(), IN_ORDER.size()); i++) {
                    parts.put(IN_ORDER.get(i), list.get(i));
                }
            }
            case Map<?, ?> map ->
                    map.forEach((key, value) -> parts.put(String.valueOf(key), value));
            case null, default -> {}
        }
        return new RouteItem(parts);
    }

    /**
     * The route.
     *
     * @param common filters that all routes have; its own win, {@code null} takes one away
     * @throws IllegalArgumentException when it is none; the message says what to do
     */
    ProjectRoute route(Map<String, @Nullable Object> common, String file) {
        var unknown = new TreeSet<>(parts.keySet());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "has the unknown keys %s; known are %s"
                            .formatted(
                                    String.join(", ", unknown),
                                    String.join(", ", new TreeSet<>(KEYS))));
        }
        var method = text("method");
        var path = text("path");
        var function = text("function");
        var pipeline = parts.get("pipeline");
        if (method == null || path == null || (function == null && pipeline == null)) {
            throw new IllegalArgumentException(
                    "must name a method, a path and a function: " + EXAMPLE);
        }
        if (function != null && pipeline != null) {
            throw new IllegalArgumentException(
                    "has a function and a pipeline; one of them must answer");
        }
        var verb = method.toUpperCase(Locale.ROOT);
        if (!METHODS.contains(verb)) {
            throw new IllegalArgumentException(
                    "has the unknown method \"%s\"; use one of %s"
                            .formatted(method, String.join(", ", new TreeSet<>(METHODS))));
        }
        return new ProjectRoute(
                verb,
                path.startsWith("/") ? path : "/" + path,
                function,
                pipeline == null ? null : object("pipeline", pipeline),
                filters(common),
                file);
    }

    private @Nullable String text(String key) {
        return parts.get(key) instanceof String text && !text.isBlank() ? text : null;
    }

    private @Nullable String filters(Map<String, @Nullable Object> common) {
        var all = new LinkedHashMap<>(common);
        var own = parts.get("filters");
        if (own instanceof Map<?, ?> map) {
            map.forEach((key, filter) -> all.put(String.valueOf(key), filter));
        } else if (own != null && !(own instanceof List<?> list && list.isEmpty())) {
            throw new IllegalArgumentException("has \"filters\" that are no object");
        }
        all.values().removeIf(filter -> filter == null);
        return all.isEmpty() ? null : JSON.writeValueAsString(all);
    }

    private static String object(String key, Object value) {
        if (!(value instanceof Map<?, ?>)) {
            throw new IllegalArgumentException("has a \"" + key + "\" that is no object");
        }
        return JSON.writeValueAsString(value);
    }
}
