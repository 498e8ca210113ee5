package dev.perigee.projects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.Result;
import dev.perigee.projects.ProjectTestRun.Summary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TapReportTests {

    private final List<String> lines = new ArrayList<>();
    private final TapReport report = new TapReport(lines::add);

    @Test
    void numbersResultsOfSeveralFilesThrough() {
        report.begin();
        report.file(
                "test/test_a.lua",
                left(0),
                List.of(
                        "1..2",
                        "# Started on Mon",
                        "ok     1\tTestA.test_one",
                        "ok     2\tTestA.test_two",
                        "# Ran 2 tests"));
        report.file(
                "test/b.test.js",
                value("{\"tap\":\"TAP version 13\\n1..1\\nok 1 - b\\n\",\"failed\":0}"),
                List.of("printed"));

        assertThat(report.end()).isEqualTo(new Summary(3, 0));
        assertThat(lines)
                .containsExactly(
                        "TAP version 13",
                        "# Started on Mon",
                        "ok 1 - test_a.lua: TestA.test_one",
                        "ok 2 - test_a.lua: TestA.test_two",
                        "# Ran 2 tests",
                        "# printed",
                        "ok 3 - b.test.js: b",
                        "1..3",
                        "# tests 3, failed 0");
    }

    @Test
    void countsFailuresButNotThoseThatAreExcused() {
        report.file(
                "test/test_a.lua",
                left(1),
                List.of(
                        "not ok 1 TestA.test_one",
                        "  message: wrong",
                        "not ok 2 later # skip until it works",
                        "ok 3 never # SKIP"));

        assertThat(report.end()).isEqualTo(new Summary(3, 1));
        assertThat(lines).contains("not ok 1 - test_a.lua: TestA.test_one", "  message: wrong");
    }

    @Test
    void takesAnExitCodeForAFailureWhenNoTestTold() {
        report.file("test/test_a.lua", left(2), List.of("ok 1 one"));

        assertThat(report.end()).isEqualTo(new Summary(2, 1));
        assertThat(lines).contains("not ok 2 - test_a.lua: left with code 2");
    }

    @Test
    void keepsWhatAFileToldBeforeItCrashed() {
        report.crashed(
                "test/test_a.lua",
                "test/test_a.lua:3: \"x\" is nil",
                "at x\n at y",
                List.of("ok 1 one"));

        assertThat(report.end()).isEqualTo(new Summary(2, 1));
        assertThat(lines)
                .startsWith(
                        "ok 1 - test_a.lua: one",
                        "not ok 2 - test_a.lua: does not run",
                        "  ---",
                        "  message: \"test/test_a.lua:3: \\\"x\\\" is nil\"",
                        "  stack: |-",
                        "    at x",
                        "    at y",
                        "  ...");
    }

    private static Result left(int code) {
        return value("{\"code\":" + code + "}");
    }

    private static Result value(String json) {
        return new Result.Value(json);
    }
}
