package dev.perigee.gateway;

import static dev.perigee.invocations.ScriptedExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.Limit;
import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class GatewayOutcomeTests {

    private final TestGateway gateway = TestGateway.development("ANY /f f", "GET /only only");
    private final TestGateway production = TestGateway.production("GET /f f", "GET /gone gone");

    @AfterEach
    void close() {
        gateway.close();
        production.close();
    }

    @Test
    void wrapsAReturnedValueAsData() throws Exception {
        gateway.executor.answer("f", value("{\"a\":[1,\"\u00fc\ud83d\ude00\"]}"));

        var answer = gateway.get("/f");

        assertAnswer(answer, 200, "{\"data\":{\"a\":[1,\"\u00fc\ud83d\ude00\"]}}");
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.headers().firstValue("x-perigee-invocation")).isPresent();
    }

    @Test
    void answersNothingWithAnEmptyObject() throws Exception {
        gateway.executor.answer("f", new Outcome.Returned(new Result.Nothing()));

        assertAnswer(gateway.get("/f"), 200, "{}");
    }

    @Test
    void answersARejectionWith400AndTheErrorAsItIs() throws Exception {
        gateway.executor.answer("f", new Outcome.Rejected("{\"code\":7}"));

        assertAnswer(gateway.get("/f"), 400, "{\"error\":{\"code\":7}}");
    }

    @Test
    void tellsTheMessageOfAFailureInDevelopmentOnly() throws Exception {
        var failed = new Outcome.Failed("app/f.lua:3: \"boom\"\n", "trace");
        gateway.executor.answer("f", failed);
        production.executor.answer("f", failed);

        var answer = gateway.get("/f");
        var inProduction = production.get("/f");

        assertAnswer(answer, 500, "{\"error\":\"app/f.lua:3: \\\"boom\\\"\\n\"}");
        assertAnswer(inProduction, 500, "{\"error\":\"We're sorry, something went wrong\"}");
        assertThat(answer.headers().firstValue("x-perigee-invocation")).isPresent();
        assertThat(inProduction.headers().firstValue("x-perigee-invocation"))
                .hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f-]{36}"));
    }

    @Test
    void answersADeadlineWith504() throws Exception {
        production.executor.answer("f", new Outcome.TimedOut(Duration.ofMillis(1_500)));

        assertAnswer(production.get("/f"), 504, "{\"error\":\"timed out after 1500 ms\"}");
    }

    @Test
    void namesAnotherLimit() throws Exception {
        production.executor.answer("f", new Outcome.LimitExceeded(Limit.MEMORY, "512 MB"));

        var answer = production.get("/f");

        assertAnswer(answer, 500, "{\"error\":\"exceeded memory of 512 MB\"}");
        assertThat(answer.headers().firstValue("x-perigee-invocation")).isPresent();
    }

    @Test
    void answersARefusalWith503AndWholeSecondsToWait() throws Exception {
        gateway.executor.answer(
                "f", new Outcome.Refused("queue is full", Duration.ofMillis(1_200)));

        var answer = gateway.get("/f");

        assertAnswer(answer, 503, "{\"error\":\"queue is full\"}");
        assertThat(answer.headers().firstValue("retry-after")).contains("2");
    }

    @Test
    void passesAWholeResponseOnWithRepeatedHeaders() throws Exception {
        gateway.executor.answer(
                "f",
                response(
                        201,
                        List.of(
                                Map.entry("Set-Cookie", "a=1"),
                                Map.entry("Content-Type", "text/plain"),
                                Map.entry("set-cookie", "b=2"),
                                Map.entry("Connection", "upgrade"),
                                Map.entry("Content-Length", "3"),
                                Map.entry("Transfer-Encoding", "chunked")),
                        "hello"));

        var answer = gateway.get("/f");

        assertAnswer(answer, 201, "hello");
        assertThat(answer.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.headers().allValues("content-type")).containsExactly("text/plain");
        assertThat(answer.headers().allValues("content-length")).containsExactly("5");
        assertThat(answer.headers().firstValue("connection")).isEmpty();
        assertThat(answer.headers().firstValue("transfer-encoding")).isEmpty();
    }

    @Test
    void sendsAnswersWithoutBodyWhereHttpKnowsNone() throws Exception {
        for (var status : List.of(204, 304)) {
            gateway.executor.answer("f", response(status, List.of(), "ignored"));

            var answers =
                    gateway.raw(
                            TestGateway.lines(
                                    "GET /f HTTP/1.1",
                                    "Host: x",
                                    "",
                                    "GET /only HTTP/1.1",
                                    "Host: x",
                                    "Connection: close",
                                    ""));

            assertThat(answers).startsWith("HTTP/1.1 " + status).doesNotContain("ignored");
            assertThat(answers).contains("HTTP/1.1 404");
        }
    }

    @Test
    void refusesIllegalHeadersAndStatuses() throws Exception {
        var outcomes =
                List.of(
                        response(200, List.of(Map.entry("X-A", "a\r\nX-B: b")), ""),
                        response(200, List.of(Map.entry("X A", "a")), ""),
                        response(200, List.of(Map.entry("", "a")), ""),
                        response(200, List.of(Map.entry("X-A", "\u0416")), ""),
                        response(101, List.of(), ""),
                        response(99, List.of(), ""),
                        response(600, List.of(), ""));
        for (var outcome : outcomes) {
            gateway.executor.answer("f", outcome);

            var answer = gateway.get("/f");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).startsWith("{\"error\":\"http.response: the ");
            assertThat(answer.headers().firstValue("x-b")).isEmpty();
        }
    }

    @Test
    void answersHeadLikeGetWithoutBody() throws Exception {
        gateway.executor.answer("only", value("\"hello\""));

        var answers =
                gateway.raw(
                        TestGateway.lines(
                                "HEAD /only HTTP/1.1",
                                "Host: x",
                                "",
                                "GET /only HTTP/1.1",
                                "Host: x",
                                "Connection: close",
                                ""));

        var head = answers.substring(0, answers.indexOf("\r\n\r\n"));
        assertThat(head).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: 16");
        assertThat(answers.substring(head.length() + 4))
                .startsWith("HTTP/1.1 200")
                .endsWith("\r\n\r\n{\"data\":\"hello\"}");
    }

    @Test
    void answersUnknownPathsMethodsAndOptions() throws Exception {
        gateway.executor.answer("only", value("1"));

        var wrongMethod = gateway.post("/only", "application/json", "{}");
        var options =
                gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/only"))
                                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

        assertAnswer(gateway.get("/nothing"), 404, "{\"error\":\"not found\"}");
        assertThat(
                        gateway.raw(
                                TestGateway.lines(
                                        "GET /f/%zz HTTP/1.1", "Host: x", "Connection: close", "")))
                .startsWith("HTTP/1.1 400")
                .endsWith("{\"error\":\"malformed percent-encoding in the path\"}");
        assertAnswer(wrongMethod, 405, "{\"error\":\"method not allowed\"}");
        assertThat(wrongMethod.headers().firstValue("allow")).contains("GET, HEAD, OPTIONS");
        assertAnswer(options, 204, "");
        assertThat(options.headers().firstValue("allow")).contains("GET, HEAD, OPTIONS");
        assertThat(gateway.executor.invoked()).isZero();
    }

    @Test
    void runsEveryMethod() throws Exception {
        gateway.executor.on("f", invocation -> Mono.just(value(invocation.context().json().get())));

        for (var method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE")) {
            var answer =
                    gateway.send(
                            HttpRequest.newBuilder(gateway.uri("/f"))
                                    .method(method, HttpRequest.BodyPublishers.noBody()));

            assertThat(answer.body()).contains("\"method\":\"" + method + "\"");
        }
    }

    @Test
    void saysThatAFunctionIsMissingInDevelopmentOnly() throws Exception {
        var answer = gateway.get("/f");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("there is no function \\\"f\\\"");
        assertAnswer(production.get("/gone"), 404, "{\"error\":\"not found\"}");
    }

    @Test
    void answersWithoutDetailWhenTheExecutorBreaksItsPromise() throws Exception {
        production.executor.on("f", _ -> Mono.error(new IllegalStateException("secret")));
        production.executor.on("gone", _ -> Mono.empty());

        assertAnswer(
                production.get("/f"), 500, "{\"error\":\"We're sorry, something went wrong\"}");
        assertAnswer(
                production.get("/gone"), 500, "{\"error\":\"We're sorry, something went wrong\"}");
    }

    private static Outcome response(
            int status, List<Map.Entry<String, String>> headers, String body) {
        return new Outcome.Returned(
                new Result.Response(status, headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertAnswer(HttpResponse<String> answer, int status, String body) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
    }
}
