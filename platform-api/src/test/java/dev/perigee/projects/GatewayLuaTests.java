package dev.perigee.projects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.projects.Project.RouteList;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayLuaTests {

    @TempDir private Path root;
    private ProjectDirectory project;

    @BeforeEach
    void makeProject() {
        project = new ProjectDirectory(root).with("app/hello.lua", "return function() end");
    }

    @Test
    void readsRoutesThatTheFileComputes() {
        project.with(
                "app/gateway.lua",
                "local R = {",
                "  { \"GET\", \"/hello\", \"hello\" },",
                "  { method = \"put\", path = \"/users/:id\", [\"function\"] = \"users/put\" },",
                "}",
                "for _, name in ipairs { \"a\", \"b\" } do",
                "  table.insert(R, { \"POST\", \"/\" .. name, name })",
                "end",
                "return R");

        var read = project.read();

        assertThat(read.problems()).isEmpty();
        assertThat(read.readableRoutes())
                .extracting(route -> route.method() + " " + route.path() + " " + route.function())
                .containsExactly(
                        "GET /hello hello", "PUT /users/:id users/put", "POST /a a", "POST /b b");
    }

    @Test
    void takesAnEmptyTableForNoRoutes() {
        project.with("app/gateway.lua", "return {}");

        assertThat(project.read().problems()).isEmpty();
        assertThat(project.read().routes()).isInstanceOf(RouteList.Read.class);
    }

    @Test
    void reportsASyntaxErrorWithItsLine() {
        project.with("app/gateway.lua", "return {", "  { \"GET\" \"/hello\" },", "}");

        assertThat(project.read().routes()).isInstanceOf(RouteList.Unreadable.class);
        assertThat(project.read().problems())
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.file()).isEqualTo("app/gateway.lua");
                            assertThat(problem.line()).isEqualTo(2);
                        });
    }

    @Test
    void reportsAnErrorWhileRunningWithItsLine() {
        project.with("app/gateway.lua", "local x", "return { { \"GET\", x.y, \"hello\" } }");

        assertThat(project.read().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(2));
    }

    @Test
    void stopsAFileThatDoesNotEnd() {
        project.with("app/gateway.lua", "while true do end");

        assertThat(project.read().problems())
                .singleElement()
                .hasToString("app/gateway.lua: ran longer than 2 s; it must only return a table");
    }

    @ParameterizedTest
    @ValueSource(strings = {"return 5", "return function() end", "return", "return 'x'"})
    void refusesWhatIsNoTable(String source) {
        project.with("app/gateway.lua", source);

        assertThat(project.read().readableRoutes()).isEmpty();
        assertThat(project.read().problems()).hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "os.execute('true')",
                "io.open('/etc/passwd')",
                "require('os').execute('true')",
                "load(io.popen('id'):read('a'))",
                "dofile('/etc/passwd')",
                "os.getenv('HOME'):upper()"
            })
    void seesNothingOfTheMachine(String escape) {
        project.with("app/gateway.lua", "local found = " + escape, "return { { 1, 2, found } }");

        assertThat(project.read().readableRoutes()).isEmpty();
        assertThat(project.read().problems()).hasSize(1);
    }
}
