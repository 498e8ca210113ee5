package dev.perigee.projects;

import dev.perigee.projects.Project.ProjectRoute;
import dev.perigee.projects.Project.RouteList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the routes of a project: {@code app/gateway.lua}, or {@code gateway.json}, {@code
 * gateway.yml}, {@code gateway.yaml}. Each holds an array whose items are {@code [method, path,
 * function]}, or objects with these keys, or with a {@code pipeline} in place of the function; the
 * array may stand under the key {@code routes}, beside {@code filters} for all of them.
 */
final class GatewayFile {

    static final List<String> PATHS =
            List.of("app/gateway.lua", "app/gateway.json", "app/gateway.yml", "app/gateway.yaml");

    private static final String FILTERS = "filters";

    private final String path;
    private final Collection<ProjectProblem> problems;
    private final Map<String, @Nullable Object> filters = new LinkedHashMap<>();
    private boolean broken;

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
        var list = value;
        if (value instanceof Map<?, ?> map && (map.containsKey("routes") || map.isEmpty())) {
            list = map.get("routes") == null ? List.of() : map.get("routes");
            readCommon(map);
        }
        if (list instanceof Map<?, ?> empty && empty.isEmpty()) {
            return new RouteList.Read(List.of());
        }
        if (!(list instanceof List<?> items)) {
            problem("must return an array of routes such as " + RouteItem.EXAMPLE);
            return new RouteList.Unreadable();
        }
        var routes = new ArrayList<ProjectRoute>();
        for (var i = 0; i < items.size(); i++) {
            route(items.get(i), i + 1).ifPresent(routes::add);
        }
        // Routes without what was meant to protect them must not serve, nor half of the others.
        return broken ? new RouteList.Unreadable() : new RouteList.Read(routes);
    }

    private void readCommon(Map<?, ?> document) {
        var others = new TreeSet<String>();
        document.keySet().forEach(key -> others.add(String.valueOf(key)));
        others.removeAll(List.of("routes", FILTERS));
        if (!others.isEmpty()) {
            problem(
                    "has the unknown keys %s; known are filters and routes"
                            .formatted(String.join(", ", others)));
        }
        switch (document.get(FILTERS)) {
            case null -> {}
            case Map<?, ?> map ->
                    map.forEach((key, filter) -> filters.put(String.valueOf(key), filter));
            default -> problem("\"filters\" must be an object of filters for all routes");
        }
    }

    private Optional<ProjectRoute> route(@Nullable Object item, int number) {
        try {
            return Optional.of(RouteItem.of(item).route(filters, path));
        } catch (IllegalArgumentException wrong) {
            problem("route %d %s".formatted(number, wrong.getMessage()));
            return Optional.empty();
        }
    }

    private void problem(String message) {
        broken = true;
        problems.add(ProjectProblem.of(path, message));
    }
}
