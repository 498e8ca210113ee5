package dev.perigee.cli;

import dev.perigee.gateway.RouteCheck;
import dev.perigee.projects.Project.ProjectRoute;
import dev.perigee.projects.ProjectFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the gateway file of a project.
 *
 * @param routes how many there are
 * @param faults everything that is wrong
 */
record ProjectRoutesCheck(int routes, List<String> faults) {

    /** The project that is meant: its directory, or its gateway file; null when it is neither. */
    static @Nullable Path project(Path file) {
        if (Files.isDirectory(file)) {
            return file;
        }
        var absolute = file.toAbsolutePath().normalize();
        var app = absolute.getParent();
        if (app == null
                || !app.endsWith("app")
                || !String.valueOf(absolute.getFileName()).startsWith("gateway.")) {
            return null;
        }
        return app.getParent();
    }

    static ProjectRoutesCheck of(Path project) {
        var read = ProjectFolder.of(project).read();
        var faults = new ArrayList<String>();
        read.problems().stream()
                .filter(problem -> problem.file().startsWith("app/gateway."))
                .forEach(problem -> faults.add(problem.toString()));
        var routes = read.readableRoutes();
        var definitions = routes.stream().map(ProjectRoute::definition).toList();
        for (var fault : new RouteCheck().faults(definitions)) {
            faults.add(
                    "%s %s%s: %s"
                            .formatted(
                                    fault.route().method(),
                                    fault.route().path(),
                                    fault.error().pointer().replaceFirst("^/", " "),
                                    fault.error().detail()));
        }
        return new ProjectRoutesCheck(routes.size(), faults);
    }
}
