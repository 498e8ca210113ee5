package dev.perigee.projects;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code config/application.yml}. A wrong key is reported; the others still count. */
final class SettingsFile {

    static final List<String> PATHS = List.of("config/application.yml", "config/application.yaml");

    private static final Set<String> KEYS =
            Set.of(
                    "appName",
                    "topics",
                    "events",
                    "envVar",
                    "perigee",
                    "subscribers",
                    "spacerVersion",
                    "consumerGroup",
                    "consumerGroupID",
                    "functionInvoker",
                    "logStorage",
                    "writeProxyListen");

    private final String path;
    private final Collection<ProjectProblem> problems;

    private SettingsFile(String path, Collection<ProjectProblem> problems) {
        this.path = path;
        this.problems = problems;
    }

    static ProjectSettings read(
            Path root, ProjectFiles files, Collection<ProjectProblem> problems) {
        var name = String.valueOf(root.getFileName());
        for (var path : PATHS) {
            if (files.has(path)) {
                var value = StructuredText.parse(files, path, problems);
                return value.map(read -> new SettingsFile(path, problems).settings(read, name))
                        .orElseGet(() -> ProjectSettings.named(name));
            }
        }
        return ProjectSettings.named(name);
    }

    /**
     * The functions that the file names and that are not there; the broken are told elsewhere.
     *
     * @param runner what would run them, such as {@code trigger}
     */
    static List<ProjectProblem> missing(
            String runner, Set<String> named, Set<String> usable, Set<String> broken) {
        return named.stream()
                .filter(name -> !usable.contains(name) && !broken.contains(name))
                .map(
                        name ->
                                ProjectProblem.of(
                                        PATHS.getFirst(),
                                        "there is no function \"%s\" for a %s to run (it would be app/%s.lua or .js)"
                                                .formatted(name, runner, name)))
                .toList();
    }

    private ProjectSettings settings(Object value, String name) {
        if (!(value instanceof Map<?, ?> map)) {
            problem("must be a list of keys and values, such as \"appName: hello\"");
            return ProjectSettings.named(name);
        }
        for (var key : map.keySet()) {
            if (!KEYS.contains(String.valueOf(key))) {
                problem("has an unknown key \"%s\"; the known ones are %s".formatted(key, known()));
            }
        }
        return new ProjectSettings(
                map.get("appName") == null ? name : String.valueOf(map.get("appName")),
                names(map, "topics"),
                triggers(map.get("events")),
                names(map, "envVar"),
                own(map, "subscribers"),
                own(map, "perigee"));
    }

    private static String known() {
        return String.join(", ", KEYS.stream().sorted().toList());
    }

    private List<String> names(Map<?, ?> map, String key) {
        var value = map.get(key);
        try {
            return value == null ? List.of() : StructuredText.texts(value);
        } catch (IllegalArgumentException e) {
            problem("\"" + key + "\" " + e.getMessage());
            return List.of();
        }
    }

    private Map<String, List<String>> triggers(@Nullable Object events) {
        var triggers = new LinkedHashMap<String, List<String>>();
        if (events instanceof Map<?, ?> topics) {
            topics.forEach(
                    (topic, kinds) -> {
                        if (kinds instanceof Map<?, ?> byKind) {
                            triggers.put(String.valueOf(topic), appends(topic, byKind));
                        } else {
                            problem("\"events.%s\" must say APPEND: [function]".formatted(topic));
                        }
                    });
        } else if (events != null) {
            problem("\"events\" must map topics, such as: orders: { APPEND: [on_order] }");
        }
        return triggers;
    }

    private List<String> appends(Object topic, Map<?, ?> byKind) {
        var functions = new ArrayList<String>();
        for (var kind : byKind.keySet()) {
            if ("APPEND".equalsIgnoreCase(String.valueOf(kind))) {
                functions.addAll(names(byKind, String.valueOf(kind)));
            } else {
                problem(
                        "\"events.%s.%s\" is not known; the only kind of event is APPEND"
                                .formatted(topic, kind));
            }
        }
        return List.copyOf(functions);
    }

    private Map<String, Object> own(Map<?, ?> settings, String name) {
        var value = settings.get(name);
        var own = new LinkedHashMap<String, Object>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> own.put(String.valueOf(key), each));
            own.values().removeIf(each -> each == null);
        } else if (value != null) {
            problem("\"" + name + "\" must be a list of keys and values");
        }
        return own;
    }

    private void problem(String message) {
        problems.add(ProjectProblem.of(path, message));
    }
}
