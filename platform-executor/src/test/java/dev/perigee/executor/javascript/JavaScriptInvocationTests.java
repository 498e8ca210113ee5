package dev.perigee.executor.javascript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaScriptInvocationTests {

    private final JavaScriptGuest guest = new JavaScriptGuest();

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void passesArgumentsAndGivesTheResultAsJson() {
        var result = guest.run("(args) => ({ sum: args.a + args.b })", "{\"a\":1,\"b\":2}");

        assertThat(result).containsExactly("value", "{\"sum\":3}");
    }

    @Test
    void awaitsAnAsyncHandler() {
        var result =
                guest.run(
                        "async () => { await new Promise((d) => setTimeout(d, 5)); return [1]; }",
                        "{}");

        assertThat(result).containsExactly("value", "[1]");
    }

    @Test
    void givesNothingForUndefined() {
        assertThat(guest.run("() => {}", "{}")).containsExactly("nothing");
        assertThat(guest.run("async () => {}", "{}")).containsExactly("nothing");
        assertThat(guest.run("() => null", "{}")).containsExactly("value", "null");
    }

    @Test
    void refusesNumbersThatJsonCannotHold() {
        assertThatThrownBy(() -> guest.run("() => ({ a: [1, { b: 0 / 0 }] })", "{}"))
                .hasMessageContaining("a.1.b is NaN");
        assertThatThrownBy(() -> guest.run("async () => 1 / 0", "{}"))
                .hasMessageContaining("it is Infinity");
        assertThat(guest.run("() => ({ a: null, b: 'null' })", "{}"))
                .containsExactly("value", "{\"a\":null,\"b\":\"null\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "() => { throw reject({ field: 'name' }); }",
                "() => reject({ field: 'name' })",
                "async () => reject({ field: 'name' })",
                "async () => { await null; modules.perigee.reject({ field: 'name' }); }"
            })
    void rejectsByTheBoundHelper(String handler) {
        assertThat(guest.run(handler, "{}")).containsExactly("rejected", "{\"field\":\"name\"}");
    }

    @Test
    void rejectsWithNullForNothing() {
        assertThat(guest.run("() => reject()", "{}")).containsExactly("rejected", "null");
    }

    @Test
    void failsWithWhatTheHandlerThrew() {
        assertThatThrownBy(() -> guest.run("() => { throw new TypeError('boom'); }", "{}"))
                .hasMessageContaining("TypeError: boom");
        assertThatThrownBy(() -> guest.run("async () => { throw new TypeError('late'); }", "{}"))
                .hasMessageContaining("TypeError: late");
    }

    @Test
    void givesTheContextOfItsInvocation() {
        var result =
                guest.run(
                        """
                        (args, ctx) => [ctx.request_id, ctx.awsRequestId, ctx.function_name, ctx.functionVersion,
                          ctx.memoryLimitInMB, ctx.deadline_ms, ctx.getRemainingTimeInMillis(),
                          ctx.get_remaining_time_in_millis(), ctx.env.MODE, ctx.identity.sub, ctx.clientContext.app,
                          ctx.request.path, ctx.traceId, ctx.span_id]\
                        """,
                        "{}");

        assertThat(result)
                .containsExactly(
                        "value",
                        "[\"r1\",\"r1\",\"orders/create\",\"7\",512,1700000005000,5000,5000,"
                                + "\"test\",\"ann\",\"x\",\"/orders\",\"t1\",\"s1\"]");
        assertThat(guest.host.invocationReads).isEqualTo(1);
    }

    @Test
    void readsNothingOfTheContextUnlessAsked() {
        guest.run("(args, ctx) => 1", "{}");

        assertThat(guest.host.invocationReads).isZero();
    }

    @Test
    void logsToItsOwnInvocation() {
        guest.run("(args, ctx) => { ctx.log.warn('low', { left: 1 }); ctx.log('plain'); }", "{}");

        assertThat(guest.host.lines).containsExactly("i1 warn low { left: 1 }", "i1 info plain");
    }

    @Test
    void answersWithARawResponse() {
        var response =
                guest.run(
                        "() => modules.perigee.http.response({ status: 201, headers: { 'X-A':"
                                + " ['1', '2'] }, body: { ok: true } })",
                        "{}");

        assertThat(response)
                .containsExactly(
                        "response",
                        "201",
                        "[X-A, 1, X-A, 2, Content-Type, application/json]",
                        "{\"ok\":true}");
    }

    @Test
    void answersWithAFetchResponse() {
        var response =
                guest.run(
                        "async () => new Response(new Uint8Array([1, 2]), { status: 202, headers:"
                                + " { 'x-a': 'b' } })",
                        "{}");

        assertThat(response).containsExactly("response", "202", "[x-a, b]", "[1, 2]");
    }
}
