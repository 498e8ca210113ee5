package dev.perigee.projects;

import dev.perigee.projects.Project.ProjectRoute;
import dev.perigee.projects.Project.RouteList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the routes of a project: {@code app/gateway.lua}, or {@code gateway.json}, {@code
 * gateway.yml}, {@code gateway.yaml}. Each holds an array whose items are {@code [method, path,
 * function]} or objects with these keys; in JSON and YAML it may stand under the key {@code
 * routes}.
 */
final class GatewayFile {

    static final List<String> PATHS =
            List.of("app/gateway.lua", "app/gateway.json", "app/gateway.yml", "app/gateway.yaml");

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ANY");
    private static final String EXAMPLE = "{ \"GET\", \"/hello\", \"hello\" }";

    private final String path;
    private final Collection<ProjectProblem> problems;

    private GatewayFile(String path, Collection<ProjectProblem> problems) {
        this.path = path;
        this.problems = problems;
    }

    static RouteList read(ProjectFiles files, Collection<ProjectProblem> problems) {
        var present = PATHS.stream().filter(files::has).toList();
        if (present.isEmpty()) {
            return new RouteList.Read(List.of());
        }
        for (var extra : present.subList(1, present.size())) {
            problems.add(
                    ProjectProblem.of(
                            extra,
                            "is not read because there is a %s; keep one of them"
                                    .formatted(present.getFirst())));
        }
        var path = present.getFirst();
        var value =
                path.endsWith(".lua")
                        ? LuaTableFile.evaluate(files, path, problems)
                        : StructuredText.parse(files, path, problems);
        return value.<RouteList>map(read -> new GatewayFile(path, problems).routes(read))
                .orElseGet(RouteList.Unreadable::new);
    }

    private RouteList routes(Object value) {
        var list =
                value instanceof Map<?, ?> map && map.containsKey("routes")
                        ? map.get("routes")
                        : value;
        if (list instanceof Map<?, ?> empty && empty.isEmpty()) {
            return new RouteList.Read(List.of());
        }
        if (!(list instanceof List<?> items)) {
            problem("must return an array of routes such as " + EXAMPLE);
            return new RouteList.Unreadable();
        }
        var routes = new ArrayList<ProjectRoute>();
        for (var i = 0; i < items.size(); i++) {
            route(items.get(i), i + 1).ifPresent(routes::add);
        }
        return new RouteList.Read(routes);
    }

    private Optional<ProjectRoute> route(Object item, int number) {
        var method = part(item, 0, "method");
        var route = part(item, 1, "path");
        var function = part(item, 2, "function");
        if (method.isEmpty() || route.isEmpty() || function.isEmpty()) {
            problem(
                    "route %d must name a method, a path and a function: %s"
                            .formatted(number, EXAMPLE));
            return Optional.empty();
        }
        var verb = method.get().toUpperCase(Locale.ROOT);
        if (!METHODS.contains(verb)) {
            problem(
                    "route %d has the unknown method \"%s\"; use one of %s"
                            .formatted(number, method.get(), methods()));
            return Optional.empty();
        }
        var rooted = route.get().startsWith("/") ? route.get() : "/" + route.get();
        return Optional.of(new ProjectRoute(verb, rooted, function.get(), path));
    }

    private static String methods() {
        return String.join(", ", METHODS.stream().sorted().toList());
    }

    private static Optional<String> part(Object item, int index, String key) {
        var part =
                switch (item) {
                    case List<?> list -> index < list.size() ? list.get(index) : null;
                    case Map<?, ?> map -> map.get(key);
                    case null, default -> null;
                };
        return part instanceof String text && !text.isBlank()
                ? Optional.of(text)
                : Optional.empty();
    }

    private void problem(String message) {
        problems.add(ProjectProblem.of(path, message));
    }
}
