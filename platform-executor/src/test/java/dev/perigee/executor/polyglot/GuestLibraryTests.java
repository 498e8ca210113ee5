package dev.perigee.executor.polyglot;

import static dev.perigee.executor.polyglot.Calls.javascript;
import static dev.perigee.executor.polyglot.Calls.lua;
import static dev.perigee.executor.polyglot.TestExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.GuestCallException;
import dev.perigee.executor.GuestServices;
import dev.perigee.executor.InvocationLog;
import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The guest libraries over the real host, in both languages. */
class GuestLibraryTests {

    private static TestExecutor executor;

    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final InvocationLog log = (level, text) -> lines.add(level + " " + text);

    /** Echoes an HTTP request's body; refuses everything else with a status and a payload. */
    private final GuestServices services =
            (_, call) ->
                    call.operation().equals("http.request")
                            ? Mono.just(
                                    new GuestServices.Answer(
                                            "{\"status\":200,\"url\":\"http://h/\",\"headers\":[]}",
                                            call.attachment()))
                            : Mono.error(
                                    new GuestCallException(
                                            "rejected",
                                            "no such order",
                                            "{\"status\":400,\"payload\":{\"id\":7}}"));

    @BeforeAll
    static void start() {
        executor = new TestExecutor(ExecutorSettings.DEFAULT.withLanes(1));
    }

    @AfterAll
    static void stop() {
        executor.close();
    }

    private Outcome run(FunctionCode code) {
        return executor.run(
                Calls.logging(Calls.of(code, "{\"n\":1}", Calls.PATIENT, services), log));
    }

    @Test
    void importsAndRequiresThePlatform() {
        var imports =
                """
                import perigee, { flow, topics, state, http, channels, json, uuid, crypto, jwt, sleep, time, log, reject } from "perigee";
                export default () => [perigee.flow === flow, typeof reject, uuid.isValid(uuid.v7()), typeof state.cas];
                """;
        var requires =
                """
                const { uuid, crypto } = require("perigee");
                module.exports = () => uuid.isValid(uuid()) && crypto.hash("md5", "");
                """;
        var modules =
                """
                local names = { "flow", "topics", "state", "http", "channels", "json", "uuid", "crypto", "jwt", "time", "log",
                  "cjson", "cjson.safe", "resty.hmac", "resty.jwt", "resty.string", "luaunit", "bit" }
                for _, name in ipairs(names) do assert(type(require(name)) == "table", name) end
                return function() return type(require "sleep") end
                """;

        assertThat(run(javascript(imports)))
                .isEqualTo(value("[true,\"function\",true,\"function\"]"));
        assertThat(run(javascript(requires)))
                .isEqualTo(value("\"d41d8cd98f00b204e9800998ecf8427e\""));
        assertThat(run(lua(modules))).isEqualTo(value("\"function\""));
    }

    @Test
    void raisesStructuredErrors() {
        var script =
                """
                import { flow } from "perigee";
                export default async () => {
                  try { await flow.call("x") } catch (e) { return [e.name, e.code, e.status, e.payload.id, e.message] }
                }
                """;
        var chunk =
                """
                local flow = require "flow"
                return function()
                  local done, e = pcall(flow.call, "x")
                  return { e.code, e.status, e.payload.id, tostring(e) }
                end
                """;

        assertThat(run(javascript(script)))
                .isEqualTo(value("[\"PerigeeError\",\"rejected\",400,7,\"no such order\"]"));
        assertThat(run(lua(chunk))).isEqualTo(value("[\"rejected\",400,7,\"no such order\"]"));
    }

    @Test
    void failsWithTheMessageOfAnErrorThatNobodyCaught() {
        var script = "import { flow } from 'perigee'; export default () => flow.call('x');";
        var chunk = "return function() return require('flow').call('x') end";

        assertThat(List.of(run(javascript(script)), run(lua(chunk))))
                .allSatisfy(
                        outcome ->
                                assertThat(((Outcome.Failed) outcome).message())
                                        .contains("no such order"));
    }

    @Test
    void carriesBytesBothWays() {
        var script =
                """
                import { http } from "perigee";
                export default async () => {
                  const reply = await http.post("http://h/", new Uint8Array([0, 255, 200]));
                  const text = await http.post("http://h/", "é");
                  const fetched = await fetch("http://h/", { method: "POST", body: new Uint8Array([1, 2]).subarray(1) });
                  return [...reply.bytes, text.body, ...new Uint8Array(await fetched.arrayBuffer())];
                }
                """;
        var chunk =
                """
                local http = require "http"
                return function() return { http.post("http://h/", "\\0\\255\\200").body:byte(1, -1) } end
                """;

        assertThat(run(javascript(script))).isEqualTo(value("[0,255,200,\"é\",2]"));
        assertThat(run(lua(chunk))).isEqualTo(value("[0,255,200]"));
    }

    @Test
    void signsAndHashes() {
        var script =
                """
                import { crypto, jwt } from "perigee";
                export default () => [jwt.verify(jwt.sign({ a: 1 }, "k"), "k").a, crypto.hmac("sha256", "Jefe", "what do ya want for nothing?"),
                  crypto.random(4, "bytes").length];
                """;
        var chunk =
                """
                local crypto, jwt = require "crypto", require "jwt"
                return function()
                  return { jwt.verify(jwt.sign({ a = 1 }, "k"), "k").a, crypto.hmac("sha256", "Jefe", "what do ya want for nothing?"),
                    #crypto.random(4, "bytes") }
                end
                """;
        var expected =
                value("[1,\"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843\",4]");

        assertThat(run(javascript(script))).isEqualTo(expected);
        assertThat(run(lua(chunk))).isEqualTo(expected);
    }

    @Test
    void answersWithRawResponses() {
        var script =
                """
                import { http } from "perigee";
                export default async () => http.response({ status: 201, headers: { "X-A": ["1", "2"] }, body: new Uint8Array([255]) });
                """;
        var chunk =
                """
                local http = require "http"
                return function()
                  return http.response { status = 201, headers = { ["X-A"] = { "1", "2" } }, body = "\\255" }
                end
                """;

        assertThat(List.of(run(javascript(script)), run(lua(chunk))))
                .allSatisfy(
                        outcome -> {
                            var result = ((Outcome.Returned) outcome).result();
                            var response = (Result.Response) result;
                            assertThat(response.status()).isEqualTo(201);
                            assertThat(response.headers())
                                    .startsWith(Map.entry("X-A", "1"), Map.entry("X-A", "2"));
                            assertThat(response.body()).containsExactly(-1);
                        });
    }

    @Test
    void tellsTheContext() {
        var script =
                """
                export default (args, ctx) => [ctx.functionVersion, ctx.memory_limit_in_mb, ctx.env.COLOUR, ctx.identity.name,
                  ctx.getRemainingTimeInMillis() > 0, ctx.trace_id.length, ctx.client_context === undefined];
                """;
        var chunk =
                """
                return function(args, ctx)
                  return { ctx.function_version, ctx.memory_limit_in_mb, ctx.env.COLOUR, ctx.identity.name,
                    ctx.get_remaining_time_in_millis() > 0, #ctx.trace_id, ctx.client_context == nil }
                end
                """;
        var expected = value("[\"1\",512,\"red\",\"ann\",true,32,true]");

        assertThat(run(javascript(script))).isEqualTo(expected);
        assertThat(run(lua(chunk))).isEqualTo(expected);
    }

    @Test
    void logs() {
        run(
                javascript(
                        """
                        export default (args, ctx) => { console.log({ a: [1] }, "x"); ctx.log.warn("careful"); console.error("a\\nb"); };
                        """));
        run(
                lua(
                        """
                        return function(args, ctx) print("a", 1) ctx.log.error("bad", { 1 }) require("log").debug("d") end
                        """));

        assertThat(lines)
                .containsExactly(
                        "INFO { a: [ 1 ] } x",
                        "WARN careful",
                        "ERROR a",
                        "ERROR b",
                        "INFO a\t1",
                        "ERROR bad {1}",
                        "DEBUG d");
    }

    @Test
    void runsTestsOfProjects() {
        var bytes =
                Map.of(
                        "run.mjs",
                        "import './a.test.js'; import { run } from 'perigee/test'; export default"
                                + " () => run();",
                        "a.test.js",
                        "import { test, assert } from 'perigee/test'; test('a', () =>"
                                + " assert.equal(1, 2));");
        var javascript = run(Calls.code("javascript", "run.mjs", bytes));
        run(
                lua(
                        """
                        return function()
                          local lu = require "luaunit"
                          TestA = { test_x = function() lu.assertEquals(1, 2) end }
                          return lu.LuaUnit.run()
                        end
                        """));

        assertThat(((Result.Value) ((Outcome.Returned) javascript).result()).json())
                .contains("not ok 1 - a", "\"failed\":1");
        assertThat(lines).contains("INFO not ok 1 - TestA.test_x");
    }
}
