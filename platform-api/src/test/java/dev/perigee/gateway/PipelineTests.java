package dev.perigee.gateway;

import static dev.perigee.invocations.ScriptedExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.executor.Outcome;
import dev.perigee.routes.InvalidRouteException;
import dev.perigee.routes.RouteDefinition;
import dev.perigee.routes.RouteTarget;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pipelines in Perigee's own form, against real backends. */
class PipelineTests {

    private final TestBackend backend = new TestBackend();
    private final List<TestGateway> gateways = new ArrayList<>();

    @AfterEach
    void close() {
        gateways.forEach(TestGateway::close);
        backend.close();
    }

    /** A gateway with one route; single quotes and HOST make pipelines readable. */
    private TestGateway gateway(String method, String path, String pipeline) {
        var gateway = TestGateway.production(method + " " + path + " " + json(pipeline));
        gateways.add(gateway);
        return gateway;
    }

    private String json(String pipeline) {
        return pipeline.replace('\'', '"').replace("HOST", backend.host());
    }

    @Test
    void answersWithWhatItsBackendAnswers() throws Exception {
        backend.json("/u/7", "{\"id\":7,\"price\":1.10,\"big\":12345678901234567890}");
        var gateway =
                gateway("GET", "/users/:id", "{'backends':[{'host':'HOST','path':'/u/{id}'}]}");

        var answer = gateway.get("/users/7?secret=1");

        assertAnswer(answer, 200, "{\"id\":7,\"price\":1.10,\"big\":12345678901234567890}");
        assertThat(answer.headers().firstValue("x-perigee-completed")).contains("true");
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/json; charset=utf-8");
        assertThat(backend.last().uri()).isEqualTo("/u/7");
        assertThat(backend.last().header("user-agent")).isEqualTo("Perigee");
        assertThat(backend.last().header("x-forwarded-for")).isEqualTo("127.0.0.1");
    }

    @Test
    void mergesBackendsAndSaysWhenOneIsMissing() throws Exception {
        backend.json("/a", "{\"a\":1}").json("/b", "{\"b\":2}").status("/c", 500, "no");
        var whole =
                gateway(
                        "GET",
                        "/x",
                        "{'backends':[{'host':'HOST','path':'/a'},"
                                + "{'host':'HOST','path':'/b','group':'g'}]}");
        var partial =
                gateway(
                        "GET",
                        "/x",
                        "{'backends':[{'host':'HOST','path':'/a'},{'host':'HOST','path':'/c'}]}");

        var complete = whole.get("/x");
        var incomplete = partial.get("/x");

        assertThat(complete.body()).contains("\"a\":1").contains("\"g\":{\"b\":2}");
        assertThat(complete.headers().firstValue("x-perigee-completed")).contains("true");
        assertAnswer(incomplete, 200, "{\"a\":1}");
        assertThat(incomplete.headers().firstValue("x-perigee-completed")).contains("false");
    }

    @Test
    void givesUpBackendsThatTakeTooLongAndAnswersWithTheOthers() throws Exception {
        backend.json("/a", "{\"a\":1}").slow("/b", 5_000, "{}");
        var gateway =
                gateway(
                        "GET",
                        "/x",
                        "{'timeout':'400ms','backends':[{'host':'HOST','path':'/a'},"
                                + "{'host':'HOST','path':'/b'}]}");

        var answer = gateway.get("/x");

        assertAnswer(answer, 200, "{\"a\":1}");
        assertThat(answer.headers().firstValue("x-perigee-completed")).contains("false");
    }

    @Test
    void passesValuesOfEarlierBackendsOn() throws Exception {
        backend.json("/first", "{\"user\":{\"id\":\"a b/c\"},\"tags\":[1,2,3]}");
        backend.json("/second/a%20b%2Fc", "{\"done\":true}");
        var gateway =
                gateway(
                        "GET",
                        "/x",
                        "{'merge':'sequential','backends':[{'host':'HOST','path':'/first'},"
                                + "{'host':'HOST','path':'/second/{resp0_user.id}?t={resp0_tags}"
                                + "&one={resp0_tags.1}'}]}");

        var answer = gateway.get("/x");

        assertThat(answer.body()).contains("\"done\":true");
        assertThat(backend.last().uri()).isEqualTo("/second/a%20b%2Fc?t=1%2C2%2C3&one=2");
    }

    @Test
    void endsASequenceAtTheFirstFailure() throws Exception {
        backend.json("/a", "{\"a\":1}").status("/b", 500, "").json("/c", "{\"c\":1}");
        var steps = "{'host':'HOST','path':'/a'},{'host':'HOST','path':'/b'}";
        var later =
                gateway(
                        "GET",
                        "/x",
                        "{'merge':'sequential','backends':["
                                + steps
                                + ",{'host':'HOST','path':'/c'}]}");
        var first =
                gateway(
                        "GET",
                        "/x",
                        "{'merge':'sequential','backends':[{'host':'HOST','path':'/b'},"
                                + "{'host':'HOST','path':'/c'}]}");

        assertAnswer(later.get("/x"), 200, "{\"a\":1}");
        assertAnswer(first.get("/x"), 502, "{\"error\":\"a backend gave no usable answer\"}");
        assertThat(backend.asked()).extracting(TestBackend.Asked::uri).doesNotContain("/c");
    }

    @Test
    void mergesByTheConfiguredPolicy() throws Exception {
        backend.json("/a", "{\"o\":{\"x\":1,\"y\":1},\"l\":[1],\"s\":\"a\"}");
        backend.slow("/b", 100, "{\"o\":{\"y\":2,\"z\":2},\"l\":[2],\"s\":\"b\"}");
        var backends = "'backends':[{'host':'HOST','path':'/b'},{'host':'HOST','path':'/a'}]}";

        assertThat(gateway("GET", "/x", "{'conflict':'last'," + backends).get("/x").body())
                .isEqualTo("{\"o\":{\"y\":2,\"z\":2},\"l\":[2],\"s\":\"b\"}");
        assertThat(gateway("GET", "/x", "{'conflict':'first'," + backends).get("/x").body())
                .isEqualTo("{\"o\":{\"x\":1,\"y\":1},\"l\":[1],\"s\":\"a\"}");
        assertThat(gateway("GET", "/x", "{'conflict':'ordered'," + backends).get("/x").body())
                .isEqualTo("{\"o\":{\"x\":1,\"y\":1},\"l\":[1],\"s\":\"a\"}");
        assertThat(gateway("GET", "/x", "{'conflict':'deep'," + backends).get("/x").body())
                .isEqualTo("{\"o\":{\"x\":1,\"y\":2,\"z\":2},\"l\":[1,2],\"s\":\"b\"}");
    }

    @Test
    void answersWithAFunctionsValueAsIfItWereABackend() throws Exception {
        backend.json("/a", "{\"a\":1}");
        var gateway =
                gateway(
                        "POST",
                        "/x/:id",
                        "{'query':'*','backends':[{'host':'HOST','path':'/a','method':'GET'},"
                                + "{'host':'function:make','target':'made'}]}");
        var seen = new ArrayList<String>();
        gateway.executor.on(
                "make",
                invocation -> {
                    seen.add(invocation.argumentsJson());
                    return reactor.core.publisher.Mono.just(value("{\"made\":{\"f\":true}}"));
                });

        var answer = gateway.post("/x/7?q=1", "application/json", "{\"b\":2}");

        assertThat(answer.body()).contains("\"a\":1").contains("\"f\":true");
        assertThat(seen).containsExactly("{\"b\":2,\"id\":\"7\",\"q\":\"1\"}");
    }

    @Test
    void passesAFunctionsFailureOnAsAStatus() throws Exception {
        var gateway = gateway("GET", "/x", "{'backends':[{'function':'f','returnStatus':true}]}");
        gateway.executor.answer("f", new Outcome.TimedOut(Duration.ofSeconds(1)));

        assertThat(gateway.get("/x").statusCode()).isEqualTo(504);
    }

    @Test
    void passesStatusAndHeadersOnWhenAskedTo() throws Exception {
        backend.on(
                "/made",
                exchange -> {
                    exchange.getResponseHeaders().set("ETag", "\"1\"");
                    exchange.getResponseHeaders().set("X-Secret", "no");
                    TestBackend.answer(exchange, 202, "application/json", "{\"made\":1}");
                });
        var gateway =
                gateway(
                        "GET",
                        "/x",
                        "{'backends':[{'host':'HOST','path':'/made','passStatus':true,"
                                + "'passHeaders':['ETag']}]}");

        var answer = gateway.get("/x");

        assertAnswer(answer, 202, "{\"made\":1}");
        assertThat(answer.headers().firstValue("etag")).contains("\"1\"");
        assertThat(answer.headers().firstValue("x-secret")).isEmpty();
    }

    @Test
    void passesABackendsAnswerThroughUnread() throws Exception {
        backend.on(
                "/raw",
                exchange -> {
                    exchange.getResponseHeaders().add("Set-Cookie", "a=1");
                    exchange.getResponseHeaders().add("Set-Cookie", "b=2");
                    TestBackend.answer(exchange, 418, "text/teapot", "short and stout");
                });
        var gateway =
                gateway(
                        "ANY",
                        "/x/*rest",
                        "{'output':'no-op','headers':'*','query':'*','backends':"
                                + "[{'host':'HOST','path':'/{*rest}','method':'POST'}]}");

        var answer =
                gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/x/raw?b=1&a=%20&a=2"))
                                .header("X-Own", "1")
                                .method("PUT", HttpRequest.BodyPublishers.ofString("body")));

        assertAnswer(answer, 418, "short and stout");
        assertThat(answer.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.headers().firstValue("content-type")).contains("text/teapot");
        assertThat(backend.last().body()).isEqualTo("body");
        assertThat(backend.last().uri()).isEqualTo("/raw?b=1&a=+&a=2");
        assertThat(backend.last().header("x-own")).isEqualTo("1");
    }

    @Test
    void racesIdenticalCalls() throws Exception {
        var calls = new java.util.concurrent.atomic.AtomicInteger();
        backend.on(
                "/a",
                exchange -> {
                    if (calls.getAndIncrement() == 0) {
                        TestBackend.pause(3_000);
                    }
                    TestBackend.answer(exchange, 200, "application/json", "{\"a\":1}");
                });
        var gateway =
                gateway(
                        "GET",
                        "/x",
                        "{'concurrentCalls':3,'backends':[{'host':'HOST','path':'/a'}]}");

        var begin = System.nanoTime();
        assertAnswer(gateway.get("/x"), 200, "{\"a\":1}");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        assertThat(calls).hasValueGreaterThan(1);
    }

    @Test
    void sendsShadowTrafficWithoutWaitingForIt() throws Exception {
        backend.json("/a", "{\"a\":1}").slow("/shadow", 500, "{\"b\":1}");
        var gateway =
                gateway(
                        "POST",
                        "/x",
                        "{'backends':[{'host':'HOST','path':'/a'},"
                                + "{'host':'HOST','path':'/shadow','shadow':'2s'}]}");

        assertAnswer(gateway.post("/x", "text/plain", "body"), 200, "{\"a\":1}");

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(
                        () ->
                                backend.asked().stream()
                                        .anyMatch(
                                                asked ->
                                                        asked.uri().equals("/shadow")
                                                                && asked.body().equals("body")));
    }

    @Test
    void negotiatesTheOutputEncoding() throws Exception {
        backend.json("/a", "{\"a\":{\"b\":[1,true,null,\"x<y\"]}}");
        var gateway =
                gateway(
                        "GET",
                        "/x",
                        "{'output':'negotiate','backends':[{'host':'HOST','path':'/a'}]}");

        assertThat(accepting(gateway, "application/xml").body())
                .isEqualTo("<a><b>1</b><b>true</b><b></b><b>x&lt;y</b></a>");
        assertThat(accepting(gateway, "text/plain").body())
                .isEqualTo("a:\n  b:\n  - 1\n  - true\n  - null\n  - x<y\n");
        assertThat(accepting(gateway, "*/*").body()).startsWith("{\"a\"");
    }

    private static HttpResponse<String> accepting(TestGateway gateway, String type)
            throws Exception {
        return gateway.send(HttpRequest.newBuilder(gateway.uri("/x")).header("Accept", type));
    }

    @Test
    void decodesWhatIsCompressedAndRefusesBombs() throws Exception {
        var bomb = new byte[3 << 20];
        bytes("/good", "gzip", TestBackend.gzip("{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
        bytes("/bad", "gzip", "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        bytes("/bomb", "gzip", TestBackend.gzip(bomb));
        bytes("/large", "identity", bomb);
        var gateway = gateway("GET", "/x/:p", "{'backends':[{'host':'HOST','path':'/{p}'}]}");

        assertAnswer(gateway.get("/x/good"), 200, "{\"a\":1}");
        for (var path : List.of("/x/bad", "/x/bomb", "/x/large")) {
            assertAnswer(gateway.get(path), 502, "{\"error\":\"a backend gave no usable answer\"}");
        }
    }

    private void bytes(String path, String encoding, byte[] body) {
        backend.on(
                path,
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Encoding", encoding);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                });
    }

    @Test
    void keepsParametersInTheirPlace() throws Exception {
        backend.json("/u/a%2Fb%3Fc%20%C3%BC", "{\"ok\":1}");
        var gateway =
                gateway("GET", "/users/:id", "{'backends':[{'host':'HOST','path':'/u/{id}'}]}");

        assertAnswer(gateway.get("/users/a%2Fb%3Fc%20%C3%BC"), 200, "{\"ok\":1}");
    }

    @Test
    void answersTimeoutsAndRefusedConnectionsClearly() throws Exception {
        backend.slow("/slow", 3_000, "{}");
        var slow =
                gateway(
                        "GET",
                        "/x",
                        "{'timeout':'200ms','backends':[{'host':'HOST','path':'/slow'}]}");
        var gone = gateway("GET", "/x", "{'backends':[{'host':'http://127.0.0.1:1'}]}");

        assertAnswer(slow.get("/x"), 504, "{\"error\":\"a backend took too long\"}");
        assertAnswer(gone.get("/x"), 502, "{\"error\":\"a backend gave no usable answer\"}");
    }

    @Test
    void refusesABrokenPipelineWithEverythingThatIsWrong() {
        var gateway = gateway("GET", "/ok", "{'backends':[{'static':{'a':1}}]}");
        var broken =
                new RouteDefinition(
                        "default",
                        "GET",
                        "/x/:id",
                        new RouteTarget.Pipeline(
                                json(
                                        "{'timeout':5,'outptu':'json','backends':["
                                                + "{'host':'ftp://x','path':'/{other}'},{}]}")));

        assertThatThrownBy(() -> gateway.routes.replace(List.of(broken)))
                .isInstanceOf(InvalidRouteException.class)
                .hasMessageContaining("/timeout: must be a duration such as \"2s\"")
                .hasMessageContaining("/outptu: is not known here")
                .hasMessageContaining("/backends/0/host: must be a host such as")
                .hasMessageContaining("/backends/0/path: uses {other}, but the route's parameters")
                .hasMessageContaining("/backends/1: must name a host, a function or static data");
    }

    @Test
    void addsStaticDataAlsoInPlaceOfAFailure() throws Exception {
        backend.status("/a", 500, "");
        var gateway =
                gateway(
                        "GET",
                        "/x",
                        "{'static':{'data':{'d':1},'when':'errored'},"
                                + "'backends':[{'host':'HOST','path':'/a'}]}");

        var answer = gateway.get("/x");

        assertAnswer(answer, 200, "{\"d\":1}");
        assertThat(answer.headers().firstValue("x-perigee-completed")).contains("false");
    }

    @Test
    void turnsARequestIntoAGraphQlOperation() throws Exception {
        backend.json("/graphql", "{\"data\":{\"hero\":1}}");
        var gateway =
                gateway(
                        "GET",
                        "/hero/:id",
                        "{'backends':[{'host':'HOST','path':'/graphql','method':'POST',"
                                + "'target':'data','graphql':{'query':'query($i:ID){hero(id:$i)}',"
                                + "'variables':{'i':'{id}','n':3}}}]}");

        assertAnswer(gateway.get("/hero/7"), 200, "{\"hero\":1}");

        assertThat(backend.last().body())
                .isEqualTo(
                        "{\"query\":\"query($i:ID){hero(id:$i)}\","
                                + "\"variables\":{\"i\":\"7\",\"n\":3}}");
        assertThat(backend.last().header("content-type")).isEqualTo("application/json");
    }

    @Test
    void spreadsCallsOverHosts() throws Exception {
        try (var other = new TestBackend()) {
            backend.json("/a", "{\"from\":1}");
            other.json("/a", "{\"from\":2}");
            var gateway =
                    gateway(
                            "GET",
                            "/x",
                            "{'backends':[{'host':['HOST','" + other.host() + "'],'path':'/a'}]}");

            for (int i = 0; i < 10; i++) {
                gateway.get("/x");
            }

            assertThat(backend.asked()).hasSize(5);
            assertThat(other.asked()).hasSize(5);
        }
    }

    private static void assertAnswer(HttpResponse<String> answer, int status, String body) {
        assertThat(answer.statusCode() + " " + answer.body()).isEqualTo(status + " " + body);
    }
}
