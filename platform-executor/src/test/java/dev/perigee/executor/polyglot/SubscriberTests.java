package dev.perigee.executor.polyglot;

import static dev.perigee.executor.polyglot.Calls.javascript;
import static dev.perigee.executor.polyglot.Calls.lua;
import static dev.perigee.executor.polyglot.TestExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.Invocation;
import dev.perigee.executor.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Handlers that are run as subscribers of channels. */
class SubscriberTests {

    private static TestExecutor executor;

    @BeforeAll
    static void start() {
        executor = new TestExecutor(ExecutorSettings.DEFAULT.withLanes(1));
    }

    @AfterAll
    static void stop() {
        executor.close();
    }

    private static Outcome hear(FunctionCode code, String context) {
        var invocation = Calls.of(code, "{\"context\":" + context + "}");
        var caller = invocation.context();
        return executor.run(
                new Invocation(
                        invocation.id(),
                        code,
                        invocation.argumentsJson(),
                        invocation.environment(),
                        new Invocation.CallerContext(
                                caller.traceId(),
                                caller.spanId(),
                                1,
                                () -> "{\"channel\":\"a:b\"}",
                                true),
                        invocation.limits(),
                        invocation.services(),
                        invocation.log()));
    }

    @Test
    void getTheContextAndThenCtx() {
        assertThat(
                        hear(
                                lua(
                                        """
                                        return function(a, b, c, ctx)
                                          return { a, b == nil, c.x, ctx.channel }, true
                                        end
                                        """),
                                "[1,null,{\"x\":2}]"))
                .isEqualTo(value("{\"continue\":true,\"value\":[1,true,2,\"a:b\"]}"));
        assertThat(
                        hear(
                                javascript(
                                        "export default (a, b, c, ctx) => [[a, b, c.x,"
                                                + " ctx.channel], true]"),
                                "[1,null,{\"x\":2}]"))
                .isEqualTo(value("{\"continue\":true,\"value\":[1,null,2,\"a:b\"]}"));
    }

    @Test
    void stopWithoutASecondValue() {
        assertThat(hear(lua("return function() return 'v' end"), "[]"))
                .isEqualTo(value("{\"continue\":false,\"value\":\"v\"}"));
        assertThat(hear(javascript("export default () => 'v'"), "[]"))
                .isEqualTo(value("{\"continue\":false,\"value\":\"v\"}"));
        assertThat(hear(javascript("export default async () => ['v', 1]"), "[]"))
                .isEqualTo(value("{\"continue\":true,\"value\":\"v\"}"));
    }

    @Test
    void leaveOutWhatCountsAsFalse() {
        assertThat(hear(lua("return function() return false, true end"), "[]"))
                .isEqualTo(value("{\"continue\":true}"));
        assertThat(hear(lua("return function() return 0, true end"), "[]"))
                .isEqualTo(value("{\"continue\":true,\"value\":0}"));
        assertThat(hear(javascript("export default () => [0, true]"), "[]"))
                .isEqualTo(value("{\"continue\":true}"));
    }

    @Test
    void tellWhatTheyChangedInTheContext() {
        assertThat(
                        hear(
                                lua(
                                        "return function(context) context.seen = true return nil,"
                                                + " true end"),
                                "[{\"n\":1}]"))
                .isIn(
                        value("{\"continue\":true,\"context\":[{\"n\":1,\"seen\":true}]}"),
                        value("{\"continue\":true,\"context\":[{\"seen\":true,\"n\":1}]}"));
        assertThat(
                        hear(
                                javascript(
                                        "export default (context) => { context.seen = true; return"
                                                + " [null, true] }"),
                                "[{\"n\":1,\"list\":[]}]"))
                .isEqualTo(
                        value(
                                "{\"continue\":true,\"context\":[{\"n\":1,\"list\":[],\"seen\":true}]}"));
    }

    @Test
    void failLikeOtherInvocations() {
        assertThat(hear(lua("return function() error('boom') end"), "[]"))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.message()).contains("boom"));
        assertThat(hear(javascript("export default () => reject({ code: 7 })"), "[]"))
                .isEqualTo(new Outcome.Rejected("{\"code\":7}"));
        assertThat(hear(lua("return function(c) c.f = print return 1, true end"), "[{}]"))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed ->
                                assertThat(failed.message())
                                        .contains("the context has no JSON form"));
    }
}
