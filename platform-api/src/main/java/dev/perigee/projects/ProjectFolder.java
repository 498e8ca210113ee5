package dev.perigee.projects;

import dev.perigee.executor.FunctionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A folder in the project layout: {@code app/}, {@code lib/}, {@code config/}, {@code test/}.
 * Reading it never fails as a whole: what one file has wrong is reported and leaves the others
 * alone.
 */
public final class ProjectFolder {

    /** The folders whose files make up the functions and their routes. */
    static final List<String> SERVED = List.of("app", "lib", "config");

    static final String TEST = "test";

    private static final Map<String, String> RUNTIMES = Map.of("lua", "lua", "js", "javascript");

    /** Projects live in this namespace. */
    static final String NAMESPACE = "default";

    private final Path root;

    private ProjectFolder(Path root) {
        this.root = root;
    }

    /**
     * The project in this directory.
     *
     * @throws ProjectException when it is no project
     */
    public static ProjectFolder of(Path directory) {
        var root = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(root)) {
            throw new ProjectException("there is no directory \"" + directory + "\"");
        }
        if (!Files.isDirectory(root.resolve("app"))) {
            throw new ProjectException(
                    "\"%s\" is no project: it has no folder app/; make one with: perigee init DIR"
                            .formatted(directory));
        }
        return new ProjectFolder(root);
    }

    public Path root() {
        return root;
    }

    /** Reads everything that is served. */
    public Project read() {
        var problems = new ArrayList<ProjectProblem>();
        var files = ProjectFiles.read(root, SERVED, problems);
        var settings = SettingsFile.read(root, files, problems);
        var events = problems.isEmpty() ? ProjectEvents.read(settings, files, problems) : null;
        var subscribers = ProjectSubscribers.read(settings, files, problems);
        var functions = new ArrayList<>(functions(files, problems));
        functions.addAll(subscribers.functions());
        var routes = GatewayFile.read(files, problems);
        return new Project(settings, functions, routes, events, subscribers.requests(), problems);
    }

    /** The files of the folders that are served, and the tests. */
    ProjectFiles filesWithTests(List<ProjectProblem> problems) {
        return ProjectFiles.read(root, List.of("app", "lib", "config", TEST), problems);
    }

    private static List<ProjectFunction> functions(
            ProjectFiles files, List<ProjectProblem> problems) {
        var closure = new ModuleClosure(files);
        var functions = new TreeMap<String, ProjectFunction>();
        for (var path : files.under("app/")) {
            var dot = path.lastIndexOf('.');
            var runtime = RUNTIMES.get(path.substring(dot + 1));
            if (runtime == null || GatewayFile.PATHS.contains(path)) {
                continue;
            }
            var name = path.substring("app/".length(), dot);
            var other = functions.get(name);
            if (other != null) {
                problems.add(
                        ProjectProblem.of(
                                path,
                                "has the same function name \"%s\" as %s; rename one of them"
                                        .formatted(name, other.handler())));
            } else if (isValid(name, path, problems)) {
                functions.put(name, new ProjectFunction(name, runtime, path, closure.of(path)));
            }
        }
        return List.copyOf(functions.values());
    }

    private static boolean isValid(String name, String path, List<ProjectProblem> problems) {
        try {
            var id = new FunctionId(NAMESPACE, name);
            return id.name().equals(name);
        } catch (IllegalArgumentException e) {
            problems.add(ProjectProblem.of(path, e.getMessage() + "; rename the file"));
            return false;
        }
    }
}
