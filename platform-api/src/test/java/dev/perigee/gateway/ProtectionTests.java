package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Retries, circuit breaker and bounds around backends in trouble. */
class ProtectionTests {

    private final TestBackend backend = new TestBackend();
    private final List<TestGateway> gateways = new ArrayList<>();

    @AfterEach
    void close() {
        gateways.forEach(TestGateway::close);
        backend.close();
    }

    private TestGateway gateway(String method, String more) {
        var gateway =
                TestGateway.production(
                        method
                                + " /x {"
                                + ("'backends':[{'host':'"
                                                + backend.host()
                                                + "','path':'/a',"
                                                + more)
                                        .replace('\'', '"')
                                + "}]}");
        gateways.add(gateway);
        return gateway;
    }

    /** Fails so often before it answers. */
    private AtomicInteger failing(int failures, int status) {
        var calls = new AtomicInteger();
        backend.on(
                "/a",
                exchange -> {
                    var number = calls.incrementAndGet();
                    if (number <= failures) {
                        TestBackend.answer(exchange, status, "text/plain", "not now");
                    } else {
                        TestBackend.answer(
                                exchange, 200, "application/json", "{\"n\":" + number + "}");
                    }
                });
        return calls;
    }

    private static final String RETRY = "'retry':{'attempts':3,'delay':'1ms','budget':100}";

    @Test
    void repeatsWhatFailedForAPassingReason() throws Exception {
        failing(2, 503);

        assertAnswer(gateway("GET", RETRY).get("/x"), 200, "{\"n\":3}");
    }

    @Test
    void givesUpAfterAllAttempts() throws Exception {
        var calls = failing(9, 502);

        assertThat(gateway("GET", RETRY).get("/x").statusCode()).isEqualTo(502);
        assertThat(calls).hasValue(3);
    }

    @Test
    void doesNotRepeatWhatWouldFailAgain() throws Exception {
        var calls = failing(9, 404);

        assertThat(gateway("GET", RETRY).get("/x").statusCode()).isEqualTo(502);
        assertThat(calls).hasValue(1);
    }

    @Test
    void repeatsOnlyWhatIsIdempotentUnlessTold() throws Exception {
        var calls = failing(9, 503);

        assertThat(gateway("POST", RETRY).post("/x", "text/plain", "b").statusCode())
                .isEqualTo(502);
        assertThat(calls).hasValue(1);

        var unsafe = gateway("POST", "'retry':{'attempts':3,'delay':'1ms','unsafe':true}");
        assertThat(unsafe.post("/x", "text/plain", "b").statusCode()).isEqualTo(502);
        assertThat(calls).hasValue(4);
        assertThat(backend.asked()).allMatch(asked -> asked.body().equals("b"));
    }

    @Test
    void repeatsCallsThatWereNotAnsweredInTime() throws Exception {
        var calls = new AtomicInteger();
        backend.on(
                "/a",
                exchange -> {
                    if (calls.incrementAndGet() == 1) {
                        TestBackend.pause(3_000);
                    }
                    TestBackend.answer(exchange, 200, "application/json", "{\"late\":false}");
                });
        var gateway = gateway("GET", "'retry':{'attempts':2,'delay':'1ms','timeout':'300ms'}");

        assertAnswer(gateway.get("/x"), 200, "{\"late\":false}");
    }

    @Test
    void repeatsCallsWhoseConnectionBroke() throws Exception {
        var number = new AtomicInteger();
        try (var breaking =
                        new RawBackend(
                                connection -> {
                                    connection.readHead();
                                    if (number.incrementAndGet() < 3) {
                                        connection.reset();
                                        return;
                                    }
                                    connection.answer("200 OK", "{\"ok\":1}");
                                });
                var gateway =
                        TestGateway.production(
                                ("GET /x {'backends':[{'host':'"
                                                + breaking.host()
                                                + "',"
                                                + RETRY
                                                + "}]}")
                                        .replace('\'', '"'))) {
            assertAnswer(gateway.get("/x"), 200, "{\"ok\":1}");
        }
    }

    @Test
    void repeatsPassedAnswersBeforeTheyBegin() throws Exception {
        failing(1, 503);
        var gateway =
                TestGateway.production(
                        ("GET /x {'output':'no-op','backends':[{'host':'"
                                        + backend.host()
                                        + "','path':'/a',"
                                        + RETRY
                                        + "}]}")
                                .replace('\'', '"'));
        gateways.add(gateway);

        assertAnswer(gateway.get("/x"), 200, "{\"n\":2}");
    }

    @Test
    void retriesStayWithinTheirBudget() throws Exception {
        var calls = failing(Integer.MAX_VALUE, 503);
        var gateway = gateway("GET", "'retry':{'attempts':3,'delay':'1ms','budget':10}");

        for (int i = 0; i < 100; i++) {
            gateway.get("/x");
        }

        // Ten are there at the beginning, and ten calls make one more.
        assertThat(calls).hasValueBetween(115, 121);
    }

    @Test
    void breakerOpensAndCloses() throws Exception {
        var calls = failing(4, 500);
        var gateway = gateway("GET", "'breaker':{'failureRate':50,'calls':4,'open':'400ms'}");

        for (int i = 0; i < 4; i++) {
            assertThat(gateway.get("/x").statusCode()).isEqualTo(502);
        }
        var refused = gateway.get("/x");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).contains("1");
        assertThat(calls).hasValue(4);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> gateway.get("/x").statusCode() == 200);
    }

    @Test
    void breakerOpensOnTimeoutsButNotOnClientsThatLeave() throws Exception {
        backend.slow("/a", 5_000, "{}");
        var gateway = gateway("GET", "'timeout':'300ms','breaker':{'calls':3,'open':'20s'}");
        for (int i = 0; i < 6; i++) {
            try (var socket = gateway.connect()) {
                socket.getOutputStream()
                        .write(
                                "GET /x HTTP/1.1\r\nHost: x\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                socket.setSoLinger(true, 0);
            }
        }

        for (int i = 0; i < 3; i++) {
            assertThat(gateway.get("/x").statusCode()).isEqualTo(504);
        }
        assertThat(gateway.get("/x").statusCode()).isEqualTo(503);
    }

    @Test
    void answersThatAreTooLargeAreRefused() throws Exception {
        backend.json("/a", "{\"a\":\"" + "x".repeat(2_000) + "\"}");

        assertThat(gateway("GET", "'maxResponse':'1KB'").get("/x").statusCode()).isEqualTo(502);
        assertThat(gateway("GET", "'maxResponse':'4KB'").get("/x").statusCode()).isEqualTo(200);
    }

    @Test
    void passedAnswersThatAreTooLargeAreBrokenOff() throws Exception {
        backend.on(
                "/a",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(new byte[1 << 20]);
                });
        var gateway =
                TestGateway.production(
                        ("GET /x {'output':'no-op','backends':[{'host':'"
                                        + backend.host()
                                        + "','path':'/a','maxResponse':'64KB'}]}")
                                .replace('\'', '"'));
        gateways.add(gateway);

        var text = gateway.raw("GET /x HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(text).startsWith("HTTP/1.1 200 OK").doesNotEndWith("\r\n0\r\n\r\n");
        assertThat(text.length()).isLessThan(200 << 10);
    }

    private TestGateway caching(String cache) {
        var gateway =
                TestGateway.production(
                        ("GET /x"
                             + " {'headers':['Accept-Language','Authorization','Cache-Control'],'query':'*',"
                             + "'backends':[{'host':'"
                                        + backend.host()
                                        + "','path':'/a','cache':"
                                        + cache
                                        + "}]}")
                                .replace('\'', '"'));
        gateways.add(gateway);
        return gateway;
    }

    private AtomicInteger counting(String... headers) {
        var calls = new AtomicInteger();
        backend.on(
                "/a",
                exchange -> {
                    for (int i = 0; i < headers.length; i += 2) {
                        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
                    }
                    var number = calls.incrementAndGet();
                    TestBackend.answer(exchange, 200, "application/json", "{\"n\":" + number + "}");
                });
        return calls;
    }

    @Test
    void keepsAnswersAsLongAsTheBackendSays() throws Exception {
        counting("Cache-Control", "public, max-age=60");
        var gateway = caching("{}");

        assertAnswer(gateway.get("/x?a=1"), 200, "{\"n\":1}");
        assertAnswer(gateway.get("/x?a=1"), 200, "{\"n\":1}");
        assertAnswer(gateway.get("/x?a=2"), 200, "{\"n\":2}");
    }

    @Test
    void keepsAnswersThatSayNothingAsConfigured() throws Exception {
        var calls = counting();

        caching("{}").get("/x");
        assertAnswer(caching("{'ttl':'1m'}").get("/x"), 200, "{\"n\":2}");
        var brief = caching("{'ttl':'1s'}");
        assertAnswer(brief.get("/x"), 200, "{\"n\":3}");
        assertAnswer(brief.get("/x"), 200, "{\"n\":3}");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> brief.get("/x").body().equals("{\"n\":4}"));
        assertThat(calls).hasValue(4);
    }

    @Test
    void keepsNothingThatIsForOneClient() throws Exception {
        for (var control : List.of("no-store", "private", "no-cache", "max-age=0")) {
            var calls = counting("Cache-Control", control);
            var gateway = caching("{'ttl':'1m'}");
            gateway.get("/x");
            gateway.get("/x");
            assertThat(calls).as(control).hasValue(2);
        }
        var cookies = counting("Set-Cookie", "a=1");
        var gateway = caching("{'ttl':'1m'}");
        gateway.get("/x");
        gateway.get("/x");
        assertThat(cookies).hasValue(2);

        var authorized = counting();
        for (int i = 0; i < 2; i++) {
            gateway.send(HttpRequest.newBuilder(gateway.uri("/x")).header("Authorization", "a"));
        }
        assertThat(authorized).hasValue(2);
    }

    @Test
    void keepsAnswersApartByTheHeadersThatPass() throws Exception {
        counting("Cache-Control", "max-age=60");
        var gateway = caching("{}");

        for (int i = 0; i < 2; i++) {
            assertAnswer(speaking(gateway, "de"), 200, "{\"n\":1}");
            assertAnswer(speaking(gateway, "en"), 200, "{\"n\":2}");
        }
    }

    @Test
    void keepsAnswersApartAsTheyVary() throws Exception {
        counting("Cache-Control", "max-age=60", "Vary", "Accept-Encoding, Accept-Language");
        var gateway = caching("{}");

        for (int i = 0; i < 2; i++) {
            assertAnswer(speaking(gateway, "de"), 200, "{\"n\":1}");
            assertAnswer(speaking(gateway, "en"), 200, "{\"n\":2}");
        }
    }

    private static HttpResponse<String> speaking(TestGateway gateway, String language)
            throws Exception {
        return gateway.send(
                HttpRequest.newBuilder(gateway.uri("/x")).header("Accept-Language", language));
    }

    @Test
    void asksOnceForAllWhoWantTheSame() throws Exception {
        var calls = new AtomicInteger();
        backend.on(
                "/a",
                exchange -> {
                    TestBackend.pause(500);
                    TestBackend.answer(
                            exchange,
                            200,
                            "application/json",
                            "{\"n\":" + calls.incrementAndGet() + "}");
                });
        var gateway = caching("{'ttl':'1m'}");

        for (var answer : atOnce(gateway, 20)) {
            assertAnswer(answer.get(), 200, "{\"n\":1}");
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void sharesNothingThatMustNotBeKept() throws Exception {
        var calls = new AtomicInteger();
        backend.on(
                "/a",
                exchange -> {
                    TestBackend.pause(200);
                    exchange.getResponseHeaders().add("Cache-Control", "private");
                    TestBackend.answer(
                            exchange,
                            200,
                            "application/json",
                            "{\"n\":" + calls.incrementAndGet() + "}");
                });

        var bodies = new ArrayList<String>();
        for (var answer : atOnce(caching("{'ttl':'1m'}"), 10)) {
            bodies.add(answer.get().body());
        }
        assertThat(bodies).doesNotHaveDuplicates();
    }

    private static List<Future<HttpResponse<String>>> atOnce(TestGateway gateway, int clients) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<HttpResponse<String>>>();
            for (int i = 0; i < clients; i++) {
                answers.add(threads.submit(() -> gateway.get("/x")));
            }
            return answers;
        }
    }

    @Test
    void answersWithWhatIsStaleWhileItFetchesWhatIsNew() throws Exception {
        var calls = counting("Cache-Control", "max-age=1, stale-while-revalidate=60");
        var gateway = caching("{}");
        assertAnswer(gateway.get("/x"), 200, "{\"n\":1}");
        TestBackend.pause(1_200);

        assertAnswer(gateway.get("/x"), 200, "{\"n\":1}");

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> calls.get() == 2);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !gateway.get("/x").body().equals("{\"n\":1}"));
    }

    private static void assertAnswer(HttpResponse<String> answer, int status, String body) {
        assertThat(answer.statusCode() + " " + answer.body()).isEqualTo(status + " " + body);
    }
}
