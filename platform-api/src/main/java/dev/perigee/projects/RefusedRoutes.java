package dev.perigee.projects;

import dev.perigee.problems.FieldError;
import dev.perigee.problems.PerigeeException;
import dev.perigee.projects.Project.ProjectRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Says in the words of a gateway file why its routes were refused. */
final class RefusedRoutes {

    private static final Pattern PLACE = Pattern.compile("/routes/(\\d{1,6})(/.*)?");

    private RefusedRoutes() {}

    /** One problem for each thing that is wrong, or the refusal as a whole. */
    static List<ProjectProblem> problems(List<ProjectRoute> routes, PerigeeException refusal) {
        var problems = new ArrayList<ProjectProblem>();
        for (var error : refusal.errors()) {
            problems.add(problem(routes, error));
        }
        if (problems.isEmpty()) {
            var file = routes.isEmpty() ? "app" : routes.getFirst().file();
            problems.add(ProjectProblem.of(file, refusal.detail()));
        }
        return problems;
    }

    private static ProjectProblem problem(List<ProjectRoute> routes, FieldError error) {
        var place = PLACE.matcher(error.pointer());
        if (place.matches() && Integer.parseInt(place.group(1)) < routes.size()) {
            var route = routes.get(Integer.parseInt(place.group(1)));
            var within = place.group(2) == null ? "" : " " + place.group(2).substring(1);
            return ProjectProblem.of(
                    route.file(),
                    "%s %s%s: %s".formatted(route.method(), route.path(), within, error.detail()));
        }
        var file = routes.isEmpty() ? "app" : routes.getFirst().file();
        return ProjectProblem.of(file, error.pointer() + ": " + error.detail());
    }
}
