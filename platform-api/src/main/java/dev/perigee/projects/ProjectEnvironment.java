package dev.perigee.projects;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The variables that a project's functions may read: those that its settings name, with their
 * values in the file {@code .env} of the project, else in the environment of this process.
 */
final class ProjectEnvironment {

    static final String FILE = ".env";

    private static final Pattern LINE =
            Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_]\\w*)\\s*=\\s*(.*?)\\s*");

    private final Map<String, String> process;

    ProjectEnvironment(Map<String, String> process) {
        this.process = process;
    }

    Map<String, String> of(Path root, ProjectSettings settings) {
        var file = read(root.resolve(FILE));
        var variables = new TreeMap<String, String>();
        for (var name : settings.environmentNames()) {
            var value = file.getOrDefault(name, process.get(name));
            if (value != null) {
                variables.put(name, value);
            }
        }
        return variables;
    }

    private static Map<String, String> read(Path file) {
        var values = new TreeMap<String, String>();
        if (Files.isRegularFile(file)) {
            try {
                for (var line : Files.readAllLines(file)) {
                    var assignment = LINE.matcher(line);
                    if (!line.stripLeading().startsWith("#") && assignment.matches()) {
                        values.put(assignment.group(1), unquoted(assignment.group(2)));
                    }
                }
            } catch (IOException e) {
                throw new ProjectException("cannot read \"" + file + "\": " + e.getMessage());
            }
        }
        return values;
    }

    private static String unquoted(String value) {
        var quoted = value.length() >= 2 && (isWithin(value, "\"") || isWithin(value, "'"));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static boolean isWithin(String value, String quote) {
        return value.startsWith(quote) && value.endsWith(quote);
    }
}
