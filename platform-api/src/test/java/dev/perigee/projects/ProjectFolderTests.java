package dev.perigee.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.perigee.projects.Project.RouteList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectFolderTests {

    @TempDir private Path root;
    private ProjectDirectory project;

    @BeforeEach
    void makeProject() throws IOException {
        Files.createDirectories(root.resolve("app"));
        project = new ProjectDirectory(root);
    }

    @Test
    void namesFunctionsByTheirPath() {
        project.with("app/hello.lua", "return function() end")
                .with("app/users/get.js", "export default () => 1")
                .with("app/notes.txt", "not a function")
                .with("app/.hidden.lua", "x")
                .with("app/gateway.yml", "[]");

        assertThat(project.read().functions())
                .extracting(
                        ProjectFunction::name, ProjectFunction::runtime, ProjectFunction::handler)
                .containsExactly(
                        tuple("hello", "lua", "app/hello.lua"),
                        tuple("users/get", "javascript", "app/users/get.js"));
        assertThat(project.read().problems()).isEmpty();
    }

    @Test
    void bundlesWhatAFunctionReachesAndNothingElse() {
        project.with("app/one.lua", "local m = require 'models/user'", "return function() end")
                .with("app/models/user.lua", "local s = require 'text.split'", "return {}")
                .with("lib/text/split.lua", "local data = require 'data.json'", "return {}")
                .with("lib/data.json", "{}")
                .with("lib/unused.lua", "return {}")
                .with("app/two.js", "import x from '../lib/x'; export default () => x")
                .with("lib/x.js", "export default 1");

        var files = files();

        assertThat(files.get("one"))
                .containsExactly(
                        "app/models/user.lua",
                        "app/one.lua",
                        "lib/data.json",
                        "lib/text/split.lua");
        assertThat(files.get("two")).containsExactly("app/two.js", "lib/x.js");
    }

    @Test
    void prefersAppToLib() {
        project.with("app/one.lua", "require 'shared'", "return function() end")
                .with("app/shared.lua", "return {}")
                .with("lib/shared.lua", "return {}");

        assertThat(files().get("one")).containsExactly("app/one.lua", "app/shared.lua");
    }

    @Test
    void bundlesAllOfLibForAComputedName() {
        project.with("app/one.lua", "local name = 'a'", "require(name)", "return function() end")
                .with("lib/a.lua", "return {}")
                .with("lib/b.lua", "return {}");

        assertThat(files().get("one")).containsExactly("app/one.lua", "lib/a.lua", "lib/b.lua");
    }

    @Test
    void copesWithModulesThatRequireEachOther() {
        project.with("app/one.lua", "require 'a'", "return function() end")
                .with("lib/a.lua", "require 'b'")
                .with("lib/b.lua", "require 'a'");

        assertThat(files().get("one")).containsExactly("app/one.lua", "lib/a.lua", "lib/b.lua");
    }

    @Test
    void changesTheFingerprintOfTouchedFunctionsOnly() {
        project.with("app/one.lua", "require 'shared'", "return function() end")
                .with("app/two.lua", "return function() end")
                .with("lib/shared.lua", "return 1");
        var before = fingerprints();

        project.with("lib/shared.lua", "return 2");

        assertThat(fingerprints().get("one")).isNotEqualTo(before.get("one"));
        assertThat(fingerprints().get("two")).isEqualTo(before.get("two"));
    }

    @Test
    void refusesTwoFilesOfOneName() {
        project.with("app/hello.js", "export default () => 1")
                .with("app/hello.lua", "return function() end");

        assertThat(project.read().functions()).extracting(ProjectFunction::handler).hasSize(1);
        assertThat(project.read().problems())
                .extracting(ProjectProblem::toString)
                .containsExactly(
                        "app/hello.lua: has the same function name \"hello\" as app/hello.js;"
                                + " rename one of them");
    }

    @Test
    void reportsAFileThatIsNoSourceAndGoesOn() throws IOException {
        project.with("app/hello.lua", "return function() end");
        Files.write(root.resolve("app/big.lua"), new byte[ProjectFiles.MAX_FILE_BYTES + 1]);

        assertThat(project.read().functions())
                .extracting(ProjectFunction::name)
                .containsExactly("hello");
        assertThat(project.read().problems())
                .singleElement()
                .hasToString(
                        "app/big.lua: has 4 MB, more than the 4 MB of a source file; move data out"
                                + " of app/ and lib/");
    }

    @Test
    void readsTheSettings() {
        project.with(
                "config/application.yml",
                "spacerVersion: 1",
                "appName: shop",
                "topics:",
                "  - orders",
                "events:",
                "  orders:",
                "    APPEND:",
                "      - on_order",
                "envVar: [API_KEY]",
                "perigee:",
                "  deadline: 2s");

        var read = project.read();

        assertThat(read.problems()).isEmpty();
        assertThat(read.settings())
                .isEqualTo(
                        new ProjectSettings(
                                "shop",
                                List.of("orders"),
                                Map.of("orders", List.of("on_order")),
                                List.of("API_KEY"),
                                Map.of(),
                                Map.of("deadline", "2s")));
    }

    @Test
    void reportsSettingsWithTheirLine() {
        project.with("config/application.yml", "appName: shop", "topics: [a", "events: {}");

        assertThat(project.read().problems())
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.file()).isEqualTo("config/application.yml");
                            assertThat(problem.line()).isEqualTo(3);
                            assertThat(problem.message()).startsWith("is not well-formed: ");
                        });
    }

    @Test
    void reportsUnknownAndWrongSettings() {
        project.with(
                "config/application.yml",
                "appNam: shop",
                "topics: 5",
                "events: { orders: { DELETE: [f] } }");

        assertThat(project.read().problems())
                .extracting(ProjectProblem::message)
                .containsExactly(
                        "has an unknown key \"appNam\"; the known ones are appName, consumerGroup,"
                                + " consumerGroupID, envVar, events, functionInvoker, logStorage,"
                                + " perigee, spacerVersion, subscribers, topics, writeProxyListen",
                        "\"topics\" must be a list of names, for example [first, second]",
                        "\"events.orders.DELETE\" is not known; the only kind of event is APPEND");
    }

    @Test
    void namesAProjectWithoutSettingsByItsFolder() {
        assertThat(project.read().settings().appName()).isEqualTo(root.getFileName().toString());
    }

    @Test
    void readsRoutesFromYamlAndJson() {
        project.with(
                "app/gateway.yml",
                "routes:",
                "  - [get, /hello, hello]",
                "  - { method: POST, path: users/:id/, function: users/put }");

        assertThat(project.read().readableRoutes())
                .extracting(Project.ProjectRoute::method, Project.ProjectRoute::path)
                .containsExactly(tuple("GET", "/hello"), tuple("POST", "/users/:id/"));

        project.delete("app/gateway.yml");
        project.with("app/gateway.json", "[", "\t[\"ANY\", \"/*rest\", \"all\"]", "]");

        assertThat(project.read().readableRoutes())
                .extracting(Project.ProjectRoute::method, Project.ProjectRoute::function)
                .containsExactly(tuple("ANY", "all"));
    }

    @Test
    void refusesRoutesOfWhichSomeAreWrong() {
        project.with(
                "app/gateway.yml",
                "- [GET, /hello, hello]",
                "- [FETCH, /a, hello]",
                "- [GET, /b]",
                "- nonsense");

        var read = project.read();

        assertThat(read.routes()).isInstanceOf(RouteList.Unreadable.class);
        assertThat(read.problems())
                .extracting(ProjectProblem::message)
                .containsExactly(
                        "route 2 has the unknown method \"FETCH\"; use one of ANY, DELETE, GET,"
                                + " HEAD, OPTIONS, PATCH, POST, PUT",
                        "route 3 must name a method, a path and a function: { \"GET\", \"/hello\","
                                + " \"hello\" }",
                        "route 4 must name a method, a path and a function: { \"GET\", \"/hello\","
                                + " \"hello\" }");
    }

    @Test
    void tellsUnreadableRoutesFromNone() {
        assertThat(project.read().routes()).isEqualTo(new RouteList.Read(List.of()));

        project.with("app/gateway.json", "[", "[\"GET\", ");

        assertThat(project.read().routes()).isInstanceOf(RouteList.Unreadable.class);
        assertThat(project.read().problems()).singleElement().extracting("line").isEqualTo(3);
    }

    @Test
    void warnsOfASecondGatewayFile() {
        project.with("app/gateway.json", "[]").with("app/gateway.yml", "[]");

        assertThat(project.read().problems())
                .singleElement()
                .hasToString(
                        "app/gateway.yml: is not read because there is a app/gateway.json; keep one"
                                + " of them");
    }

    @Test
    void refusesWhatIsNoProject() throws IOException {
        var empty = Files.createDirectory(root.resolve("empty"));

        assertThatThrownBy(() -> ProjectFolder.of(empty))
                .isInstanceOf(ProjectException.class)
                .hasMessageContaining("has no folder app/; make one with: perigee init DIR");
        assertThatThrownBy(() -> ProjectFolder.of(root.resolve("nowhere")))
                .isInstanceOf(ProjectException.class)
                .hasMessageContaining("there is no directory");
    }

    private Map<String, List<String>> files() {
        return project.read().functions().stream()
                .collect(
                        Collectors.toMap(
                                ProjectFunction::name,
                                function -> List.copyOf(function.files().keySet())));
    }

    private Map<String, String> fingerprints() {
        return project.read().functions().stream()
                .collect(Collectors.toMap(ProjectFunction::name, ProjectFunction::fingerprint));
    }
}
