package dev.perigee.projects;

import dev.perigee.deployments.EventsRequest;
import dev.perigee.deployments.EventsRequest.RetentionRequest;
import dev.perigee.deployments.EventsRequest.RetryRequest;
import dev.perigee.deployments.EventsRequest.ScheduleRequest;
import dev.perigee.deployments.EventsRequest.TopicRequest;
import dev.perigee.deployments.EventsRequest.TriggerRequest;
import dev.perigee.problems.FieldError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Topics, triggers and schedules of {@code config/application.yml}: the keys {@code topics} and
 * {@code events} as spacer has them, and under {@code perigee} the same with their details.
 *
 * <p>A function under {@code events} becomes a trigger called {@code TOPIC.FUNCTION}; an entry of
 * that name under {@code perigee.triggers} says how it delivers.
 */
final class ProjectEvents {

    private static final JsonMapper JSON = new JsonMapper();

    private final ProjectSettings settings;
    private final ProjectFiles files;
    private final Collection<ProjectProblem> problems;

    private ProjectEvents(
            ProjectSettings settings, ProjectFiles files, Collection<ProjectProblem> problems) {
        this.settings = settings;
        this.files = files;
        this.problems = problems;
    }

    /** Null when something is wrong, which is told in the problems. */
    static @Nullable EventsRequest read(
            ProjectSettings settings, ProjectFiles files, Collection<ProjectProblem> problems) {
        var found = new ArrayList<ProjectProblem>();
        var reading = new ProjectEvents(settings, files, found);
        var request = new EventsRequest(reading.topics(), reading.triggers(), reading.schedules());
        if (found.isEmpty()) {
            reading.check(request);
        }
        problems.addAll(found);
        return found.isEmpty() ? request : null;
    }

    /** Functions that triggers or schedules run. */
    static Set<String> functions(Project project) {
        var names = new LinkedHashSet<String>();
        project.settings().triggers().values().forEach(names::addAll);
        var events = project.events();
        if (events != null) {
            for (var trigger : orNone(events.triggers())) {
                names.add(String.valueOf(trigger.function()));
            }
            for (var schedule : orNone(events.schedules())) {
                names.add(String.valueOf(schedule.function()));
            }
        }
        return names;
    }

    /** What triggers or schedules want to run and is not there; the broken are told elsewhere. */
    static List<ProjectProblem> withoutFunction(
            Project project, Set<String> usable, Set<String> broken) {
        return SettingsFile.missing("trigger", functions(project), usable, broken);
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private void check(EventsRequest request) {
        var errors = new ArrayList<FieldError>();
        var _ = request.declaration(ProjectFolder.NAMESPACE, errors);
        for (var error : errors) {
            problem("%s: %s".formatted(place(request, error.pointer()), error.detail()));
        }
    }

    /** A pointer such as {@code /triggers/0/topic} in words of the file. */
    private static String place(EventsRequest request, String pointer) {
        var parts = pointer.split("/", -1);
        var at = Integer.parseInt(parts[2]);
        var name =
                switch (parts[1]) {
                    case "topics" -> orNone(request.topics()).get(at).name();
                    case "triggers" -> orNone(request.triggers()).get(at).name();
                    default -> orNone(request.schedules()).get(at).name();
                };
        return parts[1].substring(0, parts[1].length() - 1) + " \"" + name + "\"";
    }

    private List<TopicRequest> topics() {
        var topics = new LinkedHashMap<String, TopicRequest>();
        for (var name : settings.topics()) {
            topics.put(name, new TopicRequest(name, null, null, null));
        }
        entries("topics")
                .forEach(
                        (name, entry) -> {
                            var retention = entry.below("retention");
                            topics.put(
                                    name,
                                    new TopicRequest(
                                            name,
                                            entry.integer("partitions"),
                                            schema(entry),
                                            retention == null
                                                    ? null
                                                    : new RetentionRequest(
                                                            retention.millis("age"),
                                                            retention.bytes("size"))));
                            entry.done(retention);
                        });
        return List.copyOf(topics.values());
    }

    /** Written in place, or the path of a file in the project. */
    private @Nullable JsonNode schema(SettingsEntry entry) {
        var schema = entry.value("schema");
        if (!(schema instanceof String path)) {
            return schema == null ? null : JSON.valueToTree(schema);
        }
        if (!files.has(path)) {
            problem(
                    "there is no file \""
                            + path
                            + "\" with the schema; it lies in config/ or lib/");
            return null;
        }
        try {
            return JSON.readTree(files.text(path));
        } catch (JacksonException notJson) {
            problems.add(ProjectProblem.of(path, "is not JSON: " + notJson.getOriginalMessage()));
            return null;
        }
    }

    private List<TriggerRequest> triggers() {
        var detailed = entries("triggers");
        var triggers = new ArrayList<TriggerRequest>();
        settings.triggers()
                .forEach(
                        (topic, functions) -> {
                            for (var function : functions) {
                                var name = topic + "." + function;
                                var details = detailed.remove(name);
                                triggers.add(
                                        trigger(
                                                name,
                                                details == null ? SettingsEntry.none() : details,
                                                new Defaults(topic, function)));
                            }
                        });
        detailed.forEach((name, entry) -> triggers.add(trigger(name, entry, new Defaults("", ""))));
        return triggers;
    }

    /** What {@code events} says of a trigger already. */
    private record Defaults(String topic, String function) {}

    private static TriggerRequest trigger(String name, SettingsEntry entry, Defaults defaults) {
        var retries = entry.integer("retries");
        var first = entry.millis("firstDelay");
        var longest = entry.millis("maxDelay");
        var retry =
                retries == null && first == null && longest == null
                        ? null
                        : new RetryRequest(retries == null ? null : retries + 1, first, longest);
        var trigger =
                new TriggerRequest(
                        name,
                        Objects.requireNonNullElse(entry.text("topic"), defaults.topic()),
                        Objects.requireNonNullElse(entry.text("function"), defaults.function()),
                        entry.text("start"),
                        entry.integer("batchSize"),
                        retry,
                        entry.text("onFailure"));
        entry.done(null);
        return trigger;
    }

    private List<ScheduleRequest> schedules() {
        var schedules = new ArrayList<ScheduleRequest>();
        entries("schedules")
                .forEach(
                        (name, entry) -> {
                            schedules.add(
                                    new ScheduleRequest(
                                            name,
                                            entry.text("cron"),
                                            entry.text("zone"),
                                            entry.text("function"),
                                            entry.text("missed")));
                            entry.done(null);
                        });
        return schedules;
    }

    /** The entries of {@code perigee.KEY} by name. */
    private Map<String, SettingsEntry> entries(String key) {
        var entries = new LinkedHashMap<String, SettingsEntry>();
        var value = settings.perigee().get(key);
        if (value instanceof Map<?, ?> map) {
            map.forEach(
                    (name, entry) -> {
                        var path = "perigee." + key + "." + name;
                        if (entry == null || entry instanceof Map<?, ?>) {
                            entries.put(
                                    String.valueOf(name),
                                    SettingsEntry.of(path, (Map<?, ?>) entry, this::problem));
                        } else {
                            problem("\"" + path + "\" must be a list of keys and values");
                        }
                    });
        } else if (value != null) {
            problem("\"perigee." + key + "\" must map names to their settings");
        }
        return entries;
    }

    private void problem(String message) {
        problems.add(ProjectProblem.of(SettingsFile.PATHS.getFirst(), message));
    }
}
