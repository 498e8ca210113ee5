package dev.perigee.executor.polyglot;

import static dev.perigee.executor.polyglot.Calls.javascript;
import static dev.perigee.executor.polyglot.Calls.lua;
import static dev.perigee.executor.polyglot.TestExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Calls may nest as deep as the executor says, however they came about and whatever came before.
 */
class CallDepthTests {

    private static final String NEAR = Integer.toString(Carrier.CALL_DEPTH - 100);
    private static final String BEYOND = Integer.toString(Carrier.CALL_DEPTH + 100);

    private static TestExecutor executor;

    @BeforeAll
    static void start() {
        executor = new TestExecutor(ExecutorSettings.DEFAULT);
    }

    @AfterAll
    static void stop() {
        executor.close();
    }

    private static FunctionCode inLua(String body) {
        return lua(
                "local function sum(n) if n == 0 then return 0 end return 1 + sum(n - 1) end\n"
                        + "return function() "
                        + body.replace("NEAR", NEAR).replace("BEYOND", BEYOND)
                        + " end");
    }

    private static FunctionCode inJavaScript(String body) {
        return javascript(
                "const sum = n => n === 0 ? 0 : 1 + sum(n - 1);\nexport default async () => { "
                        + body.replace("NEAR", NEAR).replace("BEYOND", BEYOND)
                        + " };");
    }

    private static Outcome run(FunctionCode code) {
        return executor.run(Calls.of(code, "{}"));
    }

    @Test
    void callsNestAsDeepInBothLanguages() {
        assertThat(run(inLua("return sum(NEAR)"))).isEqualTo(value(NEAR));
        assertThat(run(inJavaScript("return sum(NEAR)"))).isEqualTo(value(NEAR));
    }

    @Test
    void deeperCallsAreErrorsThatCanBeCaught() {
        assertThat(run(inLua("return (select(2, pcall(sum, BEYOND)):gsub('^.*: ', ''))")))
                .isEqualTo(value("\"stack overflow\""));
        assertThat(
                        run(
                                inJavaScript(
                                        "try { return sum(BEYOND) } catch (e) { return e"
                                                + " instanceof RangeError }")))
                .isEqualTo(value("true"));
    }

    @Test
    void whatWasCaughtDoesNotCountAnyMore() {
        assertThat(run(inLua("for i = 1, 200 do pcall(sum, BEYOND) end return sum(NEAR)")))
                .isEqualTo(value(NEAR));
        assertThat(
                        run(
                                inJavaScript(
                                        "for (let i = 0; i < 200; i++) try { sum(BEYOND) } catch"
                                                + " {}\nreturn sum(NEAR)")))
                .isEqualTo(value(NEAR));
    }

    @Test
    void whatIsSuspendedDoesNotCount() {
        assertThat(
                        run(
                                inLua(
                                        "local function wait(n) if n == 0 then coroutine.yield()"
                                            + " else wait(n - 1) end return n end\n"
                                            + "local waiting = {} for i = 1, 100 do waiting[i] ="
                                            + " coroutine.wrap(wait) waiting[i](100) end\n"
                                            + "local reached = sum(NEAR) for _, one in"
                                            + " ipairs(waiting) do one() end\n"
                                            + "return reached == sum(NEAR)")))
                .isEqualTo(value("true"));
        assertThat(
                        run(
                                inJavaScript(
                                        "function* count() { for (let i = 0; ; i++) yield i }\n"
                                                + "const counting = Array.from({ length: 5000 },"
                                                + " count); let n = 0;\n"
                                                + "for (let i = 0; i < 3; i++) for (const one of"
                                                + " counting) n += one.next().value;\n"
                                                + "for (let i = 0; i < 5000; i++) await i;\n"
                                                + "return n === 15000 && sum(NEAR)")))
                .isEqualTo(value(NEAR));
    }

    @Test
    void deepCallsCanWait() {
        assertThat(
                        run(
                                inLua(
                                        "local sleep = require 'sleep' local function wait(n) if"
                                                + " n == 0 then sleep(5) return 0 end return 1 +"
                                                + " wait(n - 1) end\n"
                                                + "return wait(1500) + sum(1400)")))
                .isEqualTo(value("2900"));
    }
}
