package dev.perigee.projects;

import dev.perigee.channels.SubscriptionRequest;
import dev.perigee.problems.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The key {@code subscribers} of {@code config/application.yml}: by channel the name of a function,
 * {@code module#name}, an entry that names a function or a topic, its priority and its predicate,
 * or a list of those. What {@code module#name} names becomes a function of that name, whose handler
 * file takes it out of its module.
 *
 * @param requests null when something is wrong, which is told in the problems
 * @param functions those that were made for {@code module#name}
 */
record ProjectSubscribers(
        @Nullable List<SubscriptionRequest> requests, List<ProjectFunction> functions) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    static ProjectSubscribers read(
            ProjectSettings settings, ProjectFiles files, Collection<ProjectProblem> problems) {
        var reading = new Reading(files);
        settings.subscribers().forEach(reading::channel);
        reading.check();
        reading.problems.forEach(
                problem -> problems.add(ProjectProblem.of(SettingsFile.PATHS.getFirst(), problem)));
        return new ProjectSubscribers(
                reading.problems.isEmpty() ? reading.requests : null,
                List.copyOf(reading.functions.values()));
    }

    /** Functions that subscribers run. */
    static Set<String> functions(Project project) {
        var names = new LinkedHashSet<String>();
        var requests = project.subscribers();
        if (requests != null) {
            for (var request : requests) {
                Stream.of(request.function(), request.predicate())
                        .flatMap(Stream::ofNullable)
                        .forEach(names::add);
            }
        }
        return names;
    }

    /** What is subscribed and is not there; the broken are told elsewhere. */
    static List<ProjectProblem> withoutFunction(
            Project project, Set<String> usable, Set<String> broken) {
        return SettingsFile.missing("channel", functions(project), usable, broken);
    }

    /** One file being read. */
    private static final class Reading {

        private final ProjectFiles files;
        private final ModuleClosure closure;
        private final List<String> problems = new ArrayList<>();
        private final List<SubscriptionRequest> requests = new ArrayList<>();
        private final Map<String, ProjectFunction> functions = new LinkedHashMap<>();

        Reading(ProjectFiles files) {
            this.files = files;
            this.closure = new ModuleClosure(files);
        }

        void channel(String channel, Object value) {
            if (value instanceof List<?> list) {
                for (var each : list) {
                    entry(channel, each);
                }
            } else {
                entry(channel, value);
            }
        }

        private void entry(String channel, @Nullable Object value) {
            switch (value) {
                case String name ->
                        requests.add(
                                new SubscriptionRequest(channel, function(name), null, null, null));
                case Map<?, ?> map -> {
                    var entry = SettingsEntry.of("subscribers." + channel, map, this.problems::add);
                    requests.add(
                            new SubscriptionRequest(
                                    channel,
                                    function(entry.text("function")),
                                    entry.text("topic"),
                                    entry.integer("priority"),
                                    function(entry.text("predicate"))));
                    entry.done(null);
                }
                case null, default ->
                        problems.add(
                                "\"subscribers.%s\" must be a function, an entry with a function or a topic, or a list of those"
                                        .formatted(channel));
            }
        }

        /** The name of a function, which is made when it is one of a module. */
        private @Nullable String function(@Nullable String reference) {
            if (reference != null && reference.indexOf('#') >= 0) {
                ofModule(reference);
            }
            return reference;
        }

        private void ofModule(String reference) {
            var module = reference.substring(0, reference.indexOf('#'));
            var name = reference.substring(module.length() + 1);
            if (!NAME.matcher(name).matches()) {
                problems.add(
                        "\"%s\" must be written module#name, the name made of letters, digits and underscores"
                                .formatted(reference));
                return;
            }
            var file =
                    Stream.of("app/%s.lua", "app/%s.js", "lib/%s.lua", "lib/%s.js")
                            .map(pattern -> pattern.formatted(module))
                            .filter(files::has)
                            .findFirst();
            if (file.isEmpty()) {
                problems.add(
                        "there is no module \"%s\" for the subscriber \"%s\" (it would be app/%s.lua, lib/%s.lua or .js)"
                                .formatted(module, reference, module, module));
                return;
            }
            functions.computeIfAbsent(reference, _ -> taken(reference, file.get(), name));
        }

        private ProjectFunction taken(String reference, String file, String name) {
            var lua = file.endsWith(".lua");
            var ending = lua ? ".lua" : ".js";
            var handler = "subscribers/" + reference.replace('#', '/') + ending;
            var contents = new TreeMap<>(closure.of(file));
            var text = (lua ? LUA : JAVASCRIPT).replace("FILE", file).replace("NAME", name);
            if (lua) {
                var module = file.substring(file.indexOf('/') + 1, file.length() - ".lua".length());
                text = text.replace("MODULE", module);
            }
            contents.put(handler, text.getBytes(StandardCharsets.UTF_8));
            return new ProjectFunction(reference, lua ? "lua" : "javascript", handler, contents);
        }

        void check() {
            var errors = new ArrayList<FieldError>();
            var _ = SubscriptionRequest.subscriptions(requests, ProjectFolder.NAMESPACE, errors);
            for (var error : errors) {
                var at = Integer.parseInt(error.pointer().split("/", -1)[1]);
                problems.add(
                        "subscriber of \"%s\": %s"
                                .formatted(requests.get(at).channel(), error.detail()));
            }
        }
    }

    private static final String LUA =
            """
            local module = require("MODULE")
            local found = type(module) == "table" and module["NAME"]
            if type(found) ~= "function" then
              error('FILE has no function "NAME" in the table that it returns', 0)
            end
            return found
            """;

    private static final String JAVASCRIPT =
            """
            const exported = require("/FILE");
            const found = exported["NAME"] ?? exported.default?.["NAME"];
            if (typeof found !== "function") throw new Error('FILE exports no function "NAME"');
            module.exports = found;
            """;
}
