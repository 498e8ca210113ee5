package dev.perigee.projects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.polyglot.ExecutorSettings;
import dev.perigee.executor.polyglot.PolyglotExecutor;
import dev.perigee.projects.ProjectTestRun.Summary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

class ProjectTestRunTests {

    private static PolyglotExecutor executor;

    @TempDir private Path root;
    private final List<String> lines = new ArrayList<>();
    private ProjectDirectory project;

    @BeforeAll
    static void startExecutor() {
        executor = PolyglotExecutor.create(ExecutorSettings.DEFAULT.withLanes(1));
    }

    @AfterAll
    static void stopExecutor() {
        executor.close();
    }

    @BeforeEach
    void makeProject() {
        project =
                new ProjectDirectory(root)
                        .with("app/add.js", "export default ({ a, b }) => a + b;");
    }

    @Test
    void reportsPassingAndFailingJavaScriptTests() {
        project.with(
                "test/add.test.js",
                "import add from \"../app/add.js\";",
                "test(\"adds\", () => assert.equal(add({ a: 1, b: 2 }), 3));",
                "test(\"waits\", async () => { await null; console.log(\"waited\"); });",
                "test(\"is wrong\", () => assert.equal(add({ a: 1, b: 2 }), 4));");

        var summary = run(root);

        assertThat(summary).isEqualTo(new Summary(3, 1));
        assertThat(lines)
                .startsWith("TAP version 13")
                .contains(
                        "# waited",
                        "ok 1 - add.test.js: adds",
                        "ok 2 - add.test.js: waits",
                        "not ok 3 - add.test.js: is wrong",
                        "1..3");
    }

    @Test
    void reportsPassingAndFailingLuaTests() {
        project.with("lib/calc.lua", "return { add = function(a, b) return a + b end }")
                .with(
                        "test/test_calc.lua",
                        "local luaunit = require 'luaunit'",
                        "local calc = require 'calc'",
                        "TestCalc = {}",
                        "function TestCalc:test_adds() luaunit.assertEquals(calc.add(1, 2), 3) end",
                        "function TestCalc:test_wrong() luaunit.assertEquals(calc.add(1, 2), 4)"
                                + " end",
                        "os.exit(luaunit.LuaUnit.run())");

        assertThat(run(root)).isEqualTo(new Summary(2, 1));
        assertThat(lines)
                .anyMatch(line -> line.matches("ok \\d - test_calc.lua: TestCalc.test_adds"))
                .anyMatch(line -> line.matches("not ok \\d - test_calc.lua: TestCalc.test_wrong"));
    }

    @Test
    void reportsALuaFileThatDoesNotRun() {
        project.with("test/test_a.lua", "local x", "return x.y");

        assertThat(run(root)).isEqualTo(new Summary(1, 1));
        assertThat(lines)
                .contains("not ok 1 - test_a.lua: does not run")
                .anySatisfy(line -> assertThat(line).contains("message:", "test_a.lua:2"));
    }

    @Test
    void passesTheTestsOfANewProject() {
        var shop = root.resolve("shop");
        ProjectTemplate.write(shop);

        assertThat(run(shop)).isEqualTo(new Summary(2, 0));
    }

    @Test
    void reportsAFileThatDoesNotRunAndGoesOn() {
        project.with("test/a.test.js", "import \"./nowhere.js\";")
                .with("test/b.test.js", "test(\"works\", () => {});");

        assertThat(run(root)).isEqualTo(new Summary(2, 1));
        assertThat(lines)
                .contains("not ok 1 - a.test.js: does not run", "ok 2 - b.test.js: works")
                .anySatisfy(line -> assertThat(line).contains("message:", "nowhere.js"));
    }

    @Test
    void countsAFileWithoutTestsAsAFailure() {
        project.with("test/a.test.js", "export const x = 1;");

        assertThat(run(root)).isEqualTo(new Summary(1, 1));
        assertThat(lines).contains("not ok 1 - a.test.js: has no tests");
    }

    @Test
    void passesAProjectWithoutTests() {
        assertThat(run(root)).isEqualTo(new Summary(0, 0));
        assertThat(lines).contains("1..0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hello", "guestbook", "guestbook-events", "order-flow", "proxy", "stages"})
    void passesTheTestsOfTheExamples(String example) {
        var summary = run(Path.of("..", "examples", example));

        assertThat(summary.failed()).as(() -> String.join("\n", lines)).isZero();
        assertThat(summary.total()).isGreaterThan(2);
    }

    private Summary run(Path directory) {
        var summaries = new ArrayList<Summary>();
        var run = new ProjectTestRun(ProjectFolder.of(directory), Map.of(), executor);
        StepVerifier.create(run.run(lines::add))
                .consumeNextWith(summaries::add)
                .expectComplete()
                .verify(Duration.ofSeconds(60));
        return summaries.getFirst();
    }
}
