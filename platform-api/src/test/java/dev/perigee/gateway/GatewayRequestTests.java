package dev.perigee.gateway;

import static dev.perigee.invocations.ScriptedExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.FunctionId;
import dev.perigee.executor.Outcome;
import dev.perigee.invocations.Invoker;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class GatewayRequestTests {

    private final TestGateway gateway =
            TestGateway.development("ANY /echo/:id echo", "ANY /echo echo", "GET /slow slow");

    @BeforeEach
    void echo() {
        gateway.executor.on("echo", invocation -> Mono.just(value(invocation.argumentsJson())));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/echo        | {\"id\":1,\"q\":2} | {\"id\":1,\"q\":2}",
                "/echo?q=3    | {\"id\":1,\"q\":2} | {\"id\":1,\"q\":\"3\"}",
                "/echo/7?q=3  | {\"id\":1,\"q\":2} | {\"id\":\"7\",\"q\":\"3\"}",
                "/echo/7?id=3 | {\"id\":1,\"q\":2} | {\"q\":2,\"id\":\"7\"}",
                "/echo/7      | {\"\\u0069d\":1,\"x\":{\"id\":1}} |"
                        + " {\"x\":{\"id\":1},\"id\":\"7\"}",
                "/echo/7      | {\"a\":1,\"id\":2} | {\"a\":1,\"id\":\"7\"}",
                "/echo/7      | { }            | {\"id\":\"7\"}",
                "/echo?a=1&a=&a&b | {}         | {\"a\":[\"1\",\"\",true],\"b\":true}",
                "/echo?a+b=%C3%BC+%22 | {}     | {\"a b\":\"\u00fc \\\"\"}",
                "/echo?       | [1, 2]         | {\"body\":[1, 2]}",
                "/echo?x=1    | \"text\"       | {\"body\":\"text\",\"x\":\"1\"}",
                "/echo?body=1 | null           | {\"body\":\"1\"}",
                "/echo?&&x    |  {\"\u00fc\":\"\u20ac\"} | {\"\u00fc\":\"\u20ac\",\"x\":true}",
            })
    void mergesPathBeforeQueryBeforeBody(String path, String body, String arguments)
            throws Exception {
        var answer = gateway.post(path, "application/json; charset=utf-8", body);

        assertThat(answer.body()).isEqualTo("{\"data\":" + arguments + "}");
    }

    @Test
    void readsFormsAndTakesBracketsForJson() throws Exception {
        var form = "application/x-www-form-urlencoded";

        assertThat(gateway.post("/echo/7?q=1", form, "id=1&q=2&a=x+y&a=%26&c").body())
                .isEqualTo(
                        "{\"data\":{\"a\":[\"x y\",\"&\"],\"c\":true,\"id\":\"7\",\"q\":\"1\"}}");
        assertThat(gateway.post("/echo", form, "{\"a\":1}").body())
                .isEqualTo("{\"data\":{\"a\":1}}");
        assertThat(gateway.post("/echo", form, "a=%zz").statusCode()).isEqualTo(400);
    }

    @Test
    void leavesOtherBodiesToTheRequestView() throws Exception {
        var seen = new AtomicReference<String>();
        gateway.executor.on(
                "echo",
                invocation -> {
                    seen.set(invocation.context().json().get());
                    return Mono.just(value(invocation.argumentsJson()));
                });

        var answer =
                gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/echo/7?q=1&q=2"))
                                .header("Content-Type", "text/plain")
                                .header("X-Two", "a")
                                .header("X-Two", "b")
                                .POST(HttpRequest.BodyPublishers.ofString("hello \"you\"")));

        assertThat(answer.body()).isEqualTo("{\"data\":{\"id\":\"7\",\"q\":[\"1\",\"2\"]}}");
        assertThat(seen.get())
                .contains("\"method\":\"POST\"")
                .contains("\"path\":\"/echo/7\"")
                .contains("\"x-two\":[\"a\",\"b\"]")
                .contains("\"content-type\":\"text/plain\"")
                .contains("\"query\":{\"q\":[\"1\",\"2\"]}")
                .contains("\"body\":\"hello \\\"you\\\"\"");

        gateway.send(
                HttpRequest.newBuilder(gateway.uri("/echo"))
                        .header("Content-Type", "image/png")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {(byte) 0xff, 0})));
        assertThat(seen.get()).contains("\"body_base64\":\"/wA=\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\" 1}",
                "[1,]",
                "[1 2]",
                "01",
                "1.",
                "1e",
                "-",
                "tru",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\t\"",
                "{} {}",
                "nul",
                "NaN",
                "'a'",
                "{\"a\":}",
                "+1"
            })
    void refusesMalformedJsonWithoutRunningTheFunction(String body) throws Exception {
        var answer = gateway.post("/echo", "application/json", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":\"malformed JSON at byte ");
        assertThat(gateway.executor.invoked()).isZero();
    }

    @Test
    void refusesDeepNestingBadTextBadQueryAndUnknownEncodings() throws Exception {
        var deep = "[".repeat(JsonScanner.MAX_DEPTH + 1) + "]".repeat(JsonScanner.MAX_DEPTH + 1);

        assertThat(gateway.post("/echo", "application/json", deep).body())
                .contains("nested deeper");
        assertThat(gateway.post("/echo", "application/json", deep.substring(1, deep.length() - 1)))
                .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        assertThat(
                        gateway.raw(
                                TestGateway.lines(
                                        "GET /echo?a=%f HTTP/1.1",
                                        "Host: x", "Connection: close", "")))
                .startsWith("HTTP/1.1 400");
        assertThat(
                        gateway.send(
                                        HttpRequest.newBuilder(gateway.uri("/echo"))
                                                .POST(
                                                        HttpRequest.BodyPublishers.ofByteArray(
                                                                new byte[] {
                                                                    '"', (byte) 0xff, '"'
                                                                })))
                                .body())
                .contains("UTF-8");
        assertThat(
                        gateway.send(
                                        HttpRequest.newBuilder(gateway.uri("/echo"))
                                                .header("Content-Encoding", "gzip")
                                                .POST(HttpRequest.BodyPublishers.ofString("x")))
                                .statusCode())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(ints = {30 << 10, 300 << 10, 19 << 20})
    void takesBodiesWholeHoweverTheyArrive(int size) throws Exception {
        var body = "{\"a\":\"" + "x".repeat(size) + "\"}";
        gateway.executor.on(
                "echo",
                invocation ->
                        Mono.just(value(Integer.toString(invocation.argumentsJson().length()))));

        var announced = gateway.post("/echo", "application/json", body);
        var chunked =
                gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/echo?q=1"))
                                .header("Content-Type", "application/json")
                                .POST(chunked(body.getBytes(StandardCharsets.UTF_8))));

        assertThat(announced.body()).isEqualTo("{\"data\":" + body.length() + "}");
        assertThat(chunked.body()).isEqualTo("{\"data\":" + (body.length() + 8) + "}");
    }

    @Test
    void refusesLargerBodiesWith413BeforeTheyAreThere() throws Exception {
        var body = new byte[21 << 20];

        var announced =
                gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/echo"))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
        var chunked =
                gateway.send(HttpRequest.newBuilder(gateway.uri("/echo")).POST(chunked(body)));

        assertThat(List.of(announced.statusCode(), chunked.statusCode())).containsOnly(413);
        assertThat(announced.body())
                .isEqualTo("{\"error\":\"the body is larger than 20971520 bytes\"}");
        assertThat(
                        gateway.raw(
                                TestGateway.lines(
                                        "POST /echo HTTP/1.1",
                                        "Host: x",
                                        "Content-Length: 99999999999",
                                        "")))
                .startsWith("HTTP/1.1 413");
        assertThat(gateway.executor.invoked()).isZero();
    }

    @Test
    void refusesBodiesThatTogetherTakeTooMuchMemory() throws Exception {
        var p = TestGateway.PROPERTIES;
        var small =
                new GatewayProperties(
                        p.address(),
                        0,
                        p.namespace(),
                        p.maxBody(),
                        DataSize.ofKilobytes(64),
                        p.maxHeader(),
                        p.headTimeout(),
                        p.bodyTimeout(),
                        p.idleTimeout(),
                        p.drainTimeout());
        try (var tight = TestGateway.with(small, "POST /f f")) {
            tight.executor.answer("f", value("1"));

            for (int i = 0; i < 3; i++) {
                var answer = tight.post("/f", "text/plain", "x".repeat(100_000));
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("retry-after")).isPresent();
                assertThat(tight.post("/f", "text/plain", "x".repeat(50_000)).statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void continuesOnlyWhenItWantsTheBody() throws Exception {
        var wanted =
                gateway.raw(
                        TestGateway.lines(
                                "POST /echo HTTP/1.1",
                                "Host: x",
                                "Content-Length: 2",
                                "Expect: 100-continue",
                                "Connection: close",
                                "",
                                "{}"));
        var refused =
                gateway.raw(
                        TestGateway.lines(
                                "POST /nothing HTTP/1.1",
                                "Host: x",
                                "Content-Length: 200000",
                                "Expect: 100-continue",
                                ""));

        assertThat(wanted).startsWith("HTTP/1.1 100 Continue\r\n").contains("HTTP/1.1 200");
        assertThat(refused).startsWith("HTTP/1.1 404").doesNotContain("100 Continue");
    }

    @Test
    void invokesAnyFunctionUnderPrivateFromThisMachineOnly() throws Exception {
        gateway.executor.on("a/b", invocation -> Mono.just(value(invocation.argumentsJson())));

        assertThat(gateway.post("/private/a/b?x=1", "application/json", "{\"y\":2}").body())
                .isEqualTo("{\"data\":{\"y\":2,\"x\":\"1\"}}");
        assertThat(gateway.get("/private/../a").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/private/").statusCode()).isEqualTo(404);
        for (var host : List.of("localhost", "localhost:3000", "[::1]:3000", "127.0.0.1")) {
            assertThat(direct("Host: " + host)).startsWith("HTTP/1.1 200");
        }
        assertThat(direct("Host: localhost", "Sec-Fetch-Site: same-origin"))
                .startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 203.0.113.7",
                "X-Forwarded-For: 127.0.0.1",
                "Forwarded: for=127.0.0.1",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
            })
    void refusesPrivateCallsForOthers(String header) throws Exception {
        gateway.executor.answer("a/b", value("1"));

        assertThat(direct("Host: localhost", header)).startsWith("HTTP/1.1 403");
        assertThat(direct("Host: rebound.example")).startsWith("HTTP/1.1 403");
        assertThat(gateway.executor.invoked()).isZero();
    }

    private String direct(String... headers) throws IOException {
        return gateway.raw(
                TestGateway.lines("GET /private/a/b HTTP/1.1", String.join("\r\n", headers))
                        + TestGateway.lines("Connection: close", ""));
    }

    @Test
    void joinsTheTraceOfTheRequest() throws Exception {
        var seen = new AtomicReference<String>();
        gateway.executor.on(
                "echo",
                invocation -> {
                    seen.set(invocation.context().traceId());
                    return Mono.just(value("1"));
                });

        gateway.send(
                HttpRequest.newBuilder(gateway.uri("/echo"))
                        .header(
                                "traceparent",
                                "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01"));
        assertThat(seen.get()).isEqualTo("a".repeat(32));

        var answer =
                gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/echo"))
                                .header("X-Request-Id", "0191c0de-0000-7000-8000-00000000abcd"));
        assertThat(seen.get()).isEqualTo("0191c0de00007000800000000000abcd");
        assertThat(answer.headers().firstValue("x-request-id"))
                .contains("0191c0de-0000-7000-8000-00000000abcd");

        gateway.send(
                HttpRequest.newBuilder(gateway.uri("/echo"))
                        .header(
                                "traceparent",
                                "00-" + "0".repeat(32) + "-" + "b".repeat(16) + "-01"));
        assertThat(seen.get()).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
    }

    @Test
    void cancelsTheInvocationWhenTheClientGoes() throws Exception {
        gateway.executor.on("slow", _ -> Mono.never());

        try (var socket = gateway.connect()) {
            socket.getOutputStream()
                    .write(
                            "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().until(() -> gateway.executor.invoked() == 1);
        }

        Awaitility.await().until(() -> gateway.executor.cancelled() == 1);
        assertThat(gateway.invocations.outcomes()).containsExactly("cancelled");
        Awaitility.await()
                .until(
                        () ->
                                gateway.registry
                                                .get("perigee.gateway.requests.active")
                                                .gauge()
                                                .value()
                                        == 0);
    }

    @Test
    void refusesMoreThanANamespaceMayHaveUnderWay() throws Exception {
        Sinks.Empty<Outcome> never = Sinks.empty();
        gateway.executor.on("slow", _ -> never.asMono().defaultIfEmpty(value("1")));
        for (int i = 0; i < 1_000; i++) {
            gateway.invocations.invoker().invoke(request("slow")).subscribe();
        }

        var answer = gateway.get("/slow");
        never.tryEmitEmpty();
        var later = gateway.get("/slow");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).contains("1");
        assertThat(later.statusCode()).isEqualTo(200);
    }

    private static Invoker.Request request(String function) {
        return new Invoker.Request(
                new FunctionId("default", function),
                "live",
                "{}",
                "test",
                Invoker.Caller.anonymous(),
                null);
    }

    private static HttpRequest.BodyPublisher chunked(byte[] body) {
        return HttpRequest.BodyPublishers.fromPublisher(
                HttpRequest.BodyPublishers.ofByteArray(body));
    }
}
