package dev.perigee.guests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.Perigee;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Functions that call functions, with nothing faked in between. */
@SpringBootTest(
        classes = Perigee.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"perigee.mode=dev", "perigee.gateway.port=0"})
@AutoConfigureWebTestClient(timeout = "60s")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlowIntegrationTests {

    private static final Map<String, String> SOURCES =
            Map.of(
                    "flow-javascript",
                    """
                    import { flow } from "perigee";
                    export default async (args, ctx) => {
                      try {
                        return { data: await flow.call(args.callee, args.args), trace: ctx.trace_id, span: ctx.span_id };
                      } catch (e) {
                        return { code: e.code, status: e.status, payload: e.payload, message: e.message };
                      }
                    };
                    """,
                    "flow-lua",
                    """
                    local flow = require "flow"
                    return function(args, ctx)
                      local done, value = pcall(flow.call, args.callee, args.args)
                      if done then return { data = value, trace = ctx.trace_id, span = ctx.span_id } end
                      return { code = value.code, status = value.status, payload = value.payload, message = value.message }
                    end
                    """,
                    "callee-javascript",
                    """
                    import { reject } from "perigee";
                    export default (args, ctx) => {
                      if (args.reject) reject({ field: args.reject });
                      if (args.fail) throw new Error(args.fail);
                      return { got: args, trace: ctx.trace_id, span: ctx.span_id };
                    };
                    """,
                    "callee-lua",
                    """
                    return function(args, ctx)
                      if args.reject then return nil, { field = args.reject } end
                      if args.fail then error(args.fail) end
                      return { got = args, trace = ctx.trace_id, span = ctx.span_id }
                    end
                    """,
                    "deep-javascript",
                    """
                    import { flow } from "perigee";
                    export default async () => {
                      try { return 1 + await flow.call("deep-javascript") } catch (e) { return e.code === "limit_exceeded" ? 0 : e.message }
                    };
                    """,
                    "deep-lua",
                    """
                    local flow = require "flow"
                    return function()
                      local done, value = pcall(flow.call, "deep-lua")
                      if done then return 1 + value end
                      return value.code == "limit_exceeded" and 0 or tostring(value)
                    end
                    """);

    private final WebTestClient management;

    @Autowired
    FlowIntegrationTests(WebTestClient management) {
        this.management = management;
    }

    @BeforeAll
    void deploy() {
        SOURCES.forEach(
                (name, source) -> save(name.endsWith("lua") ? "lua" : "javascript", name, source));
    }

    private void save(String runtime, String name, String source) {
        management
                .put()
                .uri("/api/v1/functions/{name}", name)
                .bodyValue(
                        Map.of(
                                "runtime",
                                runtime,
                                "source",
                                source,
                                "limits",
                                Map.of("deadlineMs", 60_000)))
                .exchange()
                .expectStatus()
                .is2xxSuccessful();
    }

    private JsonNode invoke(String name, Map<String, Object> input) {
        var run =
                management
                        .post()
                        .uri("/functions/{name}/invoke", name)
                        .bodyValue(Map.of("input", input, "timeout_ms", 60_000))
                        .exchange()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody();
        return Objects.requireNonNull(run).get("output");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "lua"})
    void givesDataAcrossLanguagesWithinOneTrace(String caller) {
        var callee = caller.equals("lua") ? "callee-javascript" : "callee-lua";

        var output =
                invoke("flow-" + caller, Map.of("callee", callee, "args", Map.of("text", "é")));

        assertThat(output.at("/data/got/text").stringValue()).isEqualTo("é");
        assertThat(output.at("/data/trace")).isEqualTo(output.get("trace"));
        assertThat(output.at("/data/span")).isNotEqualTo(output.get("span"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "lua"})
    void keepsStatusAndPayloadOfFailures(String caller) {
        var rejected =
                invoke(
                        "flow-" + caller,
                        Map.of("callee", "callee-lua", "args", Map.of("reject", "name")));
        var failed =
                invoke(
                        "flow-" + caller,
                        Map.of("callee", "callee-javascript", "args", Map.of("fail", "boom")));
        var unknown = invoke("flow-" + caller, Map.of("callee", "nowhere"));

        assertThat(rejected.get("code").stringValue()).isEqualTo("rejected");
        assertThat(rejected.get("status").intValue()).isEqualTo(400);
        assertThat(rejected.at("/payload/field").stringValue()).isEqualTo("name");
        assertThat(failed.get("status").intValue()).isEqualTo(500);
        assertThat(failed.get("message").stringValue()).contains("boom");
        assertThat(unknown.get("code").stringValue()).isEqualTo("not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "lua"})
    void endsEndlessRecursionAtTheCallDepth(String runtime) {
        // Sixteen invocations, so fifteen calls.
        assertThat(invoke("deep-" + runtime, Map.of()).intValue()).isEqualTo(15);
    }

    @Test
    void keepsFunctionsFromThisMachine() {
        save(
                "lua",
                "peek",
                """
                local http = require "http"
                return function(args)
                  local done, problem = pcall(http.get, args.url)
                  return problem.code
                end
                """);

        assertThat(invoke("peek", Map.of("url", "http://localhost:8080/")).stringValue())
                .isEqualTo("address_refused");
    }
}
