package dev.perigee.cli;

import dev.perigee.projects.ProjectDeployment;
import dev.perigee.projects.ProjectDeployment.Prepared;
import dev.perigee.projects.ProjectFolder;
import dev.perigee.projects.ProjectProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Publishes a project on a server. */
@Command(
        name = "deploy",
        description = {
            "Publish a project on a server: all of its functions and routes at once, or nothing.",
            "Functions whose code is the same keep their version; what the project no longer has"
                    + " is removed."
        },
        footer = {
            "",
            "Examples:",
            "  perigee deploy --to https://perigee.example.com --token $TOKEN",
            "  PERIGEE_URL=https://perigee.example.com PERIGEE_TOKEN=... perigee deploy shop"
        })
final class DeployCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Terminal terminal;
    private final Map<String, String> environment;

    @Mixin private final ServerOptions server = new ServerOptions();

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "The project; this directory when left out.")
    private Path directory = Path.of(".");

    DeployCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var folder = ProjectFolder.of(directory);
        var client = server.client(environment);
        Prepared prepared;
        try (var _ = Spinner.start(terminal, "checking " + directory)) {
            prepared =
                    LocalExecutor.use(
                            executor -> ProjectDeployment.prepare(folder, environment, executor));
        }
        return switch (prepared) {
            case Prepared.Refused(var problems) -> refuse(problems);
            case Prepared.Ready(var project, var request) -> publish(client, project, request);
        };
    }

    private int refuse(List<ProjectProblem> problems) {
        problems.forEach(problem -> terminal.note(terminal.red("✗ ") + problem));
        terminal.fail("nothing was deployed; mend the above first");
        return PerigeeCommandLine.FAILED;
    }

    private int publish(ManagementClient client, String project, JsonNode request) {
        JsonNode answer;
        try (var _ = Spinner.start(terminal, "deploying " + project)) {
            answer = client.post("/api/v1/deployments", request, PATIENCE);
        }
        for (var function : answer.path("functions")) {
            var isNew = function.path("newVersion").asBoolean(false);
            var mark = isNew ? terminal.green("  + ") : terminal.dim("  = ");
            terminal.print(
                    "%s%s version %d%s"
                            .formatted(
                                    mark,
                                    function.path("name").asString("?"),
                                    function.path("version").asInt(0),
                                    isNew ? "" : terminal.dim(" (unchanged)")));
        }
        for (var removed : answer.path("removed")) {
            terminal.print(terminal.red("  - ") + removed.asString("?"));
        }
        var triggers = answer.path("triggers").asInt(0);
        terminal.print(
                "%s is live with %d functions and %d routes%s"
                        .formatted(
                                terminal.bold(project),
                                answer.path("functions").size(),
                                answer.path("routes").asInt(0),
                                triggers == 0 ? "" : ", and " + triggers + " triggers"));
        return 0;
    }
}
