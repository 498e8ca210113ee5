package dev.perigee.executor.polyglot;

import static dev.perigee.executor.polyglot.Calls.lua;
import static dev.perigee.executor.polyglot.TestExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LuaOutcomeTests {

    private static TestExecutor executor;

    @BeforeAll
    static void start() {
        executor = new TestExecutor(ExecutorSettings.DEFAULT);
    }

    @AfterAll
    static void stop() {
        executor.close();
    }

    private static Outcome run(String text, String arguments) {
        return executor.run(Calls.of(lua(text), arguments));
    }

    private static Outcome run(String text) {
        return run(text, "{}");
    }

    private static String failure(String text) {
        return run(text) instanceof Outcome.Failed failed ? failed.message() : "did not fail";
    }

    @Test
    void returnsWhatTheFunctionReturns() {
        var outcome =
                run("return function(args) return { hello = args.name } end", "{\"name\":\"ann\"}");

        assertThat(outcome).isEqualTo(value("{\"hello\":\"ann\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "10 / 2, 5",
        "{}, {}",
        "1e15, 1000000000000000",
        "0.5, 0.5",
        "'\"grüß\"', '\"grüß\"'",
        "false, false",
        "'{1, 2, 3}', '[1,2,3]'"
    })
    void encodesValues(String expression, String json) {
        assertThat(run("return function() return " + expression + " end")).isEqualTo(value(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"return function() end", "return function() return nil end"})
    void returnsNothing(String text) {
        assertThat(run(text)).isEqualTo(new Outcome.Returned(new Result.Nothing()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nil, { why = 'no' }", "42, { why = 'no' }"})
    void rejectsWhenASecondValueIsReturned(String values) {
        assertThat(run("return function() return " + values + " end"))
                .isEqualTo(new Outcome.Rejected("{\"why\":\"no\"}"));
    }

    @Test
    void tellsWhereAnErrorWasRaised() {
        assertThat(failure("return function()\n  error('no')\nend"))
                .isEqualTo("app/main.lua:2: no");
    }

    @Test
    void tellsWhereTheCodeDoesNotCompile() {
        assertThat(failure("return function()\n  local = 1\nend")).startsWith("app/main.lua:2:");
    }

    @Test
    void endlessRecursionIsAFailureOfTheGuest() {
        assertThat(failure("local function f() return 1 + f() end return f"))
                .contains("stack overflow");
    }

    @Test
    void endlessRecursionCanBeCaught() {
        assertThat(
                        run(
                                "local function f() return 1 + f() end return function() return"
                                        + " (pcall(f)) end"))
                .isEqualTo(value("false"));
    }

    @Test
    void sleepsWithoutHoldingTheLane() {
        assertThat(
                        run(
                                "local sleep = require 'sleep' return function(args) sleep(20)"
                                        + " return args.n end",
                                "{\"n\":7}"))
                .isEqualTo(value("7"));
    }

    @Test
    void sleepsInsideCoroutinesAndProtectedCalls() {
        var text =
                """
                local sleep = require "sleep"
                return function(args)
                  local work = coroutine.wrap(function(a)
                    sleep(5)
                    local b = coroutine.yield(a + 1)
                    local ok, message = pcall(function() sleep(5) error("inner", 0) end)
                    return b .. message
                  end)
                  return { work(1), work("got ") }
                end
                """;

        assertThat(run(text)).isEqualTo(value("[2,\"got inner\"]"));
    }

    @Test
    void keepsGlobalsWarm() {
        var code = lua("n = 0 return function() n = n + 1 return n end");

        try (var single = new TestExecutor(ExecutorSettings.DEFAULT.withLanes(1))) {
            assertThat(single.run(Calls.of(code, "{}"))).isEqualTo(value("1"));
            assertThat(single.run(Calls.of(code, "{}"))).isEqualTo(value("2"));
        }
    }
}
