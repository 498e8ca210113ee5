package dev.perigee.projects;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads YAML and JSON into plain maps and lists. */
final class StructuredText {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private StructuredText() {}

    /** The document's value; empty when it is broken, which becomes a problem. */
    static Optional<Object> parse(ProjectFiles files, String path, Collection<ProjectProblem> all) {
        return path.endsWith(".json") ? json(files, path, all) : yaml(files, path, all);
    }

    private static Optional<Object> json(
            ProjectFiles files, String path, Collection<ProjectProblem> all) {
        try {
            return Optional.of(JSON.readValue(files.text(path), Object.class));
        } catch (JacksonException e) {
            var location = e.getLocation();
            all.add(
                    new ProjectProblem(
                            path,
                            location == null ? 0 : location.getLineNr(),
                            sentence(e.getOriginalMessage())));
            return Optional.empty();
        }
    }

    private static Optional<Object> yaml(
            ProjectFiles files, String path, Collection<ProjectProblem> all) {
        try {
            var options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            var value = new Yaml(new SafeConstructor(options)).<Object>load(files.text(path));
            return Optional.of(value == null ? Map.of() : value);
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            all.add(
                    new ProjectProblem(
                            path, mark == null ? 0 : mark.getLine() + 1, sentence(e.getProblem())));
        } catch (YAMLException e) {
            all.add(ProjectProblem.of(path, sentence(e.getMessage())));
        }
        return Optional.empty();
    }

    /** A list of texts; a single text counts as a list of one. */
    static List<String> texts(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(String::valueOf).toList();
            case String text -> List.of(text);
            default ->
                    throw new IllegalArgumentException(
                            "must be a list of names, for example [first, second]");
        };
    }

    private static String sentence(@Nullable String problem) {
        return "is not well-formed: " + (problem == null ? "cannot be read" : problem);
    }
}
