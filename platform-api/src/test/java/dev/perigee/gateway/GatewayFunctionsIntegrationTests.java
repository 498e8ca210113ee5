package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.Perigee;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.json.JsonMapper;

/** Functions of every runtime through the gateway, with nothing faked in between. */
@SpringBootTest(
        classes = Perigee.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"perigee.mode=dev", "perigee.gateway.port=0"})
@AutoConfigureWebTestClient(timeout = "60s")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayFunctionsIntegrationTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private static final Map<String, Map<String, String>> SOURCES =
            Map.of(
                    "javascript",
                    Map.ofEntries(
                            Map.entry("value", "export default (args) => ({ got: args })"),
                            Map.entry("nothing", "export default () => {}"),
                            Map.entry(
                                    "reject",
                                    "import { reject } from 'perigee';"
                                            + "export default () => reject({ code: 7 })"),
                            Map.entry("raise", "export default () => { throw new Error('boom') }"),
                            Map.entry("loop", "export default () => { while (true) {} }"),
                            Map.entry(
                                    "bomb",
                                    "export default () => { const a = []; while (true)"
                                            + " a.push(new Array(1000).fill(7)) }"),
                            Map.entry(
                                    "response",
                                    "import { http } from 'perigee';"
                                            + "export default () => http.response({ status: 418,"
                                            + " headers: { 'x-a': ['1', '2'] }, body: { tea: true"
                                            + " } })"),
                            Map.entry(
                                    "view",
                                    "export default (args, ctx) => [ctx.request.method,"
                                            + " ctx.request.path, ctx.request.headers['x-two'],"
                                            + " ctx.request.query.q, ctx.request.body]"),
                            Map.entry("size", "export default (args) => args.text.length")),
                    "lua",
                    Map.ofEntries(
                            Map.entry("value", "return function(args) return { got = args } end"),
                            Map.entry("nothing", "return function() end"),
                            Map.entry("reject", "return function() return nil, { code = 7 } end"),
                            Map.entry("raise", "return function() error('boom') end"),
                            Map.entry("loop", "return function() while true do end end"),
                            Map.entry(
                                    "bomb",
                                    "return function() local t = {} while true do t[#t + 1] ="
                                            + " string.rep('x', 10000) .. #t end end"),
                            Map.entry(
                                    "response",
                                    "local http = require 'http' return function() return"
                                            + " http.response{ status = 418, headers = { ['x-a'] ="
                                            + " { '1', '2' } }, body = { tea = true } } end"),
                            Map.entry(
                                    "view",
                                    "return function(args, ctx) local r = ctx.request return {"
                                            + " r.method, r.path, r.headers['x-two'], r.query.q,"
                                            + " r.body } end"),
                            Map.entry("size", "return function(args) return #args.text end")));

    private final WebTestClient management;
    private final GatewayServer gateway;

    @Autowired
    GatewayFunctionsIntegrationTests(WebTestClient management, GatewayServer gateway) {
        this.management = management;
        this.gateway = gateway;
    }

    @BeforeAll
    void deploy() {
        SOURCES.forEach(
                (runtime, functions) -> {
                    if (runtimes().contains(runtime)) {
                        functions.forEach((name, source) -> save(runtime, name, source));
                    }
                });
    }

    private void save(String runtime, String name, String source) {
        var body = new HashMap<String, Object>();
        body.put("runtime", runtime);
        body.put("source", source);
        // Only the endless loop is meant to meet its deadline, however busy the machine is.
        var deadline = name.equals("loop") ? 1_500 : 60_000;
        body.put("limits", Map.of("deadlineMs", deadline, "memoryBytes", 100 << 20));
        management
                .put()
                .uri("/api/v1/functions/{name}", runtime + "-" + name)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .is2xxSuccessful();
    }

    static List<String> runtimes() {
        return List.of("javascript", "lua");
    }

    static Stream<Arguments> outcomes() {
        return runtimes().stream()
                .flatMap(
                        runtime ->
                                Stream.of(
                                        Arguments.of(runtime, "nothing", 200, "\\{\\}"),
                                        Arguments.of(
                                                runtime,
                                                "reject",
                                                400,
                                                "\\{\"error\":\\{\"code\":7\\}\\}"),
                                        Arguments.of(
                                                runtime,
                                                "raise",
                                                500,
                                                "\\{\"error\":\".*main\\.[a-z]+:1.*boom.*\"\\}"),
                                        Arguments.of(
                                                runtime,
                                                "loop",
                                                504,
                                                "\\{\"error\":\"timed out after 1500 ms\"\\}"),
                                        Arguments.of(
                                                runtime,
                                                "bomb",
                                                500,
                                                "\\{\"error\":\"exceeded memory of 100 MB\"\\}"),
                                        Arguments.of(
                                                runtime, "response", 418, "\\{\"tea\":true\\}")));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void answersByTheOutcomeTable(String runtime, String function, int status, String body)
            throws Exception {
        var answer = send(request(runtime, function, "").GET());

        assertThat(answer.body()).matches(body);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("x-perigee-invocation")).isPresent();
        if (function.equals("response")) {
            assertThat(answer.headers().allValues("x-a")).containsExactly("1", "2");
        }
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void mergesArguments(String runtime) throws Exception {
        var body = "{\"q\":7,\"b\":{\"c\":[1,2.5]}}";

        var answer =
                send(
                        request(runtime, "value", "?q=1&q=2&bare")
                                .POST(HttpRequest.BodyPublishers.ofString(body)));

        var merged =
                "{\"data\":{\"got\":{\"b\":{\"c\":[1,2.5]},\"q\":[\"1\",\"2\"],\"bare\":true}}}";
        assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree(merged));
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void showsTheRequest(String runtime) throws Exception {
        var answer =
                send(
                        request(runtime, "view", "?q=x")
                                .header("x-two", "a")
                                .header("x-two", "b")
                                .header("content-type", "text/plain")
                                .method("PATCH", HttpRequest.BodyPublishers.ofString("h\u00eb")));

        assertThat(answer.body())
                .isEqualTo(
                        "{\"data\":[\"PATCH\",\"/private/"
                                + runtime
                                + "-view\",[\"a\",\"b\"],\"x\",\"h\u00eb\"]}");
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void takesLargeBodiesWhole(String runtime) throws Exception {
        for (var size : List.of(30 << 10, 19 << 20)) {
            var body = "{\"text\":\"" + "x".repeat(size) + "\"}";

            var answer =
                    send(
                            request(runtime, "size", "")
                                    .POST(HttpRequest.BodyPublishers.ofString(body)));

            assertThat(answer.body()).isEqualTo("{\"data\":" + size + "}");
        }
    }

    @Test
    void servesTheNextRequestFromTheNewVersion() throws Exception {
        for (int i = 0; i < 5; i++) {
            save("javascript", "changing", "export default () => " + i);

            assertThat(send(request("javascript", "changing", "").GET()).body())
                    .isEqualTo("{\"data\":" + i + "}");
        }
    }

    private HttpRequest.Builder request(String runtime, String function, String query) {
        return HttpRequest.newBuilder(
                URI.create(
                        "http://127.0.0.1:"
                                + gateway.port()
                                + "/private/"
                                + runtime
                                + "-"
                                + function
                                + query));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
