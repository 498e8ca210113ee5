package dev.perigee.executor.polyglot;

import static dev.perigee.executor.polyglot.Calls.javascript;
import static dev.perigee.executor.polyglot.TestExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.FunctionId;
import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaScriptOutcomeTests {

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
        return executor.run(Calls.of(javascript(text), arguments));
    }

    private static Outcome run(String text) {
        return run(text, "{}");
    }

    private static String failure(String text) {
        return run(text) instanceof Outcome.Failed failed ? failed.message() : "did not fail";
    }

    @Test
    void returnsWhatTheDefaultExportReturns() {
        var outcome = run("export default (args) => ({ hello: args.name })", "{\"name\":\"ann\"}");

        assertThat(outcome).isEqualTo(value("{\"hello\":\"ann\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export function handler(args) { return args.n + 1 }",
                "export default { handler: (args) => args.n + 1 }",
                "module.exports = (args) => args.n + 1",
                "exports.handler = async (args) => args.n + 1",
                "exports.default = function (args) { return args.n + 1 }",
                "export default async function (args) { return args.n + 1 }"
            })
    void findsTheHandlerInEveryForm(String text) {
        assertThat(run(text, "{\"n\":41}")).isEqualTo(value("42"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export default () => {}",
                "export default async () => undefined",
                "module.exports = () => undefined"
            })
    void returnsNothing(String text) {
        assertThat(run(text)).isEqualTo(new Outcome.Returned(new Result.Nothing()));
    }

    @Test
    void returnsNullAsAValue() {
        assertThat(run("export default () => null")).isEqualTo(value("null"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import { reject } from 'perigee'; export default () => reject({ why: 'no' })",
                "import { reject } from 'perigee'; export default async () => { await 1; reject({"
                        + " why: 'no' }) }"
            })
    void rejectsWhenTheHandlerDoes(String text) {
        assertThat(run(text)).isEqualTo(new Outcome.Rejected("{\"why\":\"no\"}"));
    }

    @Test
    void tellsWhereAnErrorWasThrown() {
        assertThat(failure("export default () => {\n  throw new TypeError('no');\n}"))
                .isEqualTo("app/main.js:2: TypeError: no");
    }

    @Test
    void tellsWhereAnAsyncHandlerFailed() {
        assertThat(failure("export default async () => {\n  await null;\n  null.x;\n}"))
                .startsWith("app/main.js:3: TypeError: ");
    }

    @Test
    void failsWithAThrownValueThatIsNoError() {
        assertThat(failure("export default () => { throw 'plain' }")).contains("plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-1/0"})
    void refusesNumbersThatJsonLacks(String number) {
        assertThat(failure("export default () => ({ a: [" + number + "] })"))
                .contains("no JSON form");
    }

    @Test
    void endlessRecursionIsAFailureOfTheGuest() {
        assertThat(failure("export default function f() { return f() + 1 }")).contains("stack");
    }

    @Test
    void returnsAWholeResponse() {
        var outcome =
                run(
                        """
                        import { http } from "perigee";
                        export default () => http.response({
                          status: 201,
                          headers: { "x-one": "1", "set-cookie": ["a=1", "b=2"] },
                          body: "grüß",
                        });
                        """);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Returned.class,
                        returned -> {
                            var response = (Result.Response) returned.result();
                            assertThat(response.status()).isEqualTo(201);
                            assertThat(response.headers())
                                    .containsAll(
                                            List.of(
                                                    Map.entry("set-cookie", "a=1"),
                                                    Map.entry("set-cookie", "b=2")));
                            assertThat(new String(response.body(), StandardCharsets.UTF_8))
                                    .isEqualTo("grüß");
                        });
    }

    @Test
    void tellsTheInvocationInItsContext() {
        var text =
                """
                export default (args, ctx) => [ctx.function_version, ctx.trace_id.length, ctx.env.COLOUR,
                  ctx.identity.name, ctx.memory_limit_in_mb, ctx.getRemainingTimeInMillis() > 1000]
                """;

        assertThat(run(text)).isEqualTo(value("[\"1\",32,\"red\",\"ann\",512,true]"));
    }

    @Test
    void keepsGlobalsWarmButNotAcrossFunctions() {
        var first = javascript("let n = 0; export default () => ++n");
        var twin =
                new FunctionCode(
                        new FunctionId("other", "twin"),
                        first.hash(),
                        1,
                        first.runtime(),
                        first.handler(),
                        first.files());

        try (var single = new TestExecutor(ExecutorSettings.DEFAULT.withLanes(1))) {
            assertThat(single.run(Calls.of(first, "{}"))).isEqualTo(value("1"));
            assertThat(single.run(Calls.of(first, "{}"))).isEqualTo(value("2"));
            assertThat(single.run(Calls.of(twin, "{}"))).isEqualTo(value("1"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Java",
                "Polyglot",
                "Packages",
                "process",
                "load",
                "perigee_host",
                "Graal",
                "java"
            })
    void offersNothingOfTheHost(String name) {
        assertThat(run("export default () => typeof globalThis['" + name + "']"))
                .isEqualTo(value("\"undefined\""));
    }
}
