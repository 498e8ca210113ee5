package dev.perigee.gateway;

import static dev.perigee.invocations.ScriptedExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.gateway.configuration.InvalidConfigurationException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lura's rules for requests and answers, against real backends. */
class LuraConformanceTests {

    private static final String PROXY = "'github.com/devopsfaith/krakend/proxy'";
    private static final String HTTP = "'github.com/devopsfaith/krakend/http'";

    private final TestBackend backend = new TestBackend();
    private final List<TestGateway> gateways = new ArrayList<>();

    @AfterEach
    void close() {
        gateways.forEach(TestGateway::close);
        backend.close();
    }

    private TestGateway service(String more, String... endpoints) {
        var gateway =
                TestGateway.lura(
                        json(
                                "{'version':3,'host':['HOST']"
                                        + more
                                        + ",'endpoints':["
                                        + String.join(",", endpoints)
                                        + "]}"));
        gateways.add(gateway);
        return gateway;
    }

    private String json(String text) {
        return text.replace('\'', '"').replace("HOST", backend.host());
    }

    /** An endpoint /x of these backends. */
    private static String x(String more, String... backends) {
        return "{'endpoint':'/x'" + more + ",'backend':[" + String.join(",", backends) + "]}";
    }

    private static String at(String path, String... more) {
        return "{'url_pattern':'" + path + "'" + String.join("", more) + "}";
    }

    @Test
    void marksCompleteAnswers() throws Exception {
        backend.json("/a", "{\"a\":1}");
        var gateway = service(",'cache_ttl':'90s'", x("", at("/a")));

        var answer = gateway.get("/x");

        assertAnswer(answer, 200, "{\"a\":1}");
        assertHeader(answer, "x-krakend", "Version undefined");
        assertHeader(answer, "x-krakend-completed", "true");
        assertHeader(answer, "cache-control", "public, max-age=90");
        assertHeader(answer, "content-type", "application/json; charset=utf-8");
    }

    @Test
    void marksAnswersWithoutDataAsIncomplete() throws Exception {
        backend.json("/a", "{}");
        var answer = service(",'cache_ttl':'90s'", x("", at("/a"))).get("/x");

        assertAnswer(answer, 200, "{}");
        assertHeader(answer, "x-krakend-completed", "false");
        assertThat(answer.headers().firstValue("cache-control")).isEmpty();
    }

    @Test
    void hidesItsVersionOnRequest() throws Exception {
        backend.json("/a", "{\"a\":1}");
        var gateway =
                service(
                        ",'extra_config':{'github_com/luraproject/lura/router/gin':"
                                + "{'hide_version_header':true}}",
                        x("", at("/a")));

        assertThat(gateway.get("/x").headers().firstValue("x-krakend")).isEmpty();
    }

    @Test
    void passesNothingButTheContentTypeByDefault() throws Exception {
        backend.json("/a", "{\"a\":1}");
        var gateway = service("", x("", at("/a")));

        send(gateway, "/x?q=1", "X-Own", "1", "User-Agent", "me", "Content-Type", "text/plain");

        var asked = backend.last();
        assertThat(asked.uri()).isEqualTo("/a");
        assertThat(asked.header("x-own")).isEmpty();
        assertThat(asked.header("content-type")).isEqualTo("text/plain");
        assertThat(asked.header("user-agent")).isEqualTo("KrakenD Version undefined");
        assertThat(asked.header("x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(asked.header("x-forwarded-host"))
                .isEqualTo("127.0.0.1:" + gateway.server.port());
        assertThat(asked.header("host")).isEqualTo("127.0.0.1:" + backend.port());
    }

    @Test
    void saysItselfWhoAsks() throws Exception {
        backend.json("/a", "{\"a\":1}");
        var gateway = service("", x(",'input_headers':['*']", at("/a")));

        send(gateway, "/x", "X-Forwarded-For", "203.0.113.9", "X-Forwarded-Host", "made.up");

        assertThat(backend.last().header("x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(backend.last().header("x-forwarded-host"))
                .isEqualTo("127.0.0.1:" + gateway.server.port());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS", "PURGE"})
    void servesFiveMethodsOnly(String method) throws Exception {
        backend.json("/a", "{\"a\":1}");
        var gateway =
                service(
                        "",
                        x(",'method':'" + method + "'", at("/a")),
                        "{'endpoint':'/y','backend':[{'url_pattern':'/a'}]}");

        assertThat(gateway.get("/x").statusCode()).isEqualTo(404);
        assertAnswer(gateway.get("/y"), 200, "{\"a\":1}");
    }

    @Test
    void passesWhatTheEndpointNames() throws Exception {
        backend.json("/a", "{\"a\":1}");
        var gateway =
                service(
                        "",
                        x(
                                ",'input_headers':['X-Own','User-Agent'],'input_query_strings':['q']",
                                at("/a?fixed=1")));

        send(gateway, "/x?q=1&q=2&r=3", "X-Own", "1", "X-Other", "2", "User-Agent", "me");

        var asked = backend.last();
        assertThat(asked.uri()).isEqualTo("/a?fixed=1&q=1&q=2");
        assertThat(asked.header("x-own")).isEqualTo("1");
        assertThat(asked.header("x-other")).isEmpty();
        assertThat(asked.header("user-agent")).isEqualTo("me");
        assertThat(asked.header("x-forwarded-via")).isEqualTo("KrakenD Version undefined");
    }

    @Test
    void narrowsThatPerBackend() throws Exception {
        backend.json("/all", "{\"a\":1}").json("/some", "{\"b\":1}").json("/none", "{\"c\":1}");
        var gateway =
                service(
                        "",
                        x(
                                ",'input_headers':['*'],'input_query_strings':['*']",
                                at("/all"),
                                at("/some", ",'input_headers':['X-A'],'input_query_strings':['a']"),
                                at("/none", ",'input_headers':[''],'input_query_strings':['']")));

        send(gateway, "/x?a=1&b=2", "X-A", "1", "X-B", "2");

        assertThat(asked("/all")).isEqualTo("/all?a=1&b=2 1 2");
        assertThat(asked("/some")).isEqualTo("/some?a=1 1 ");
        assertThat(asked("/none")).isEqualTo("/none  ");
    }

    private String asked(String path) {
        var asked =
                backend.asked().stream()
                        .filter(each -> each.uri().split("\\?")[0].equals(path))
                        .findFirst()
                        .orElseThrow();
        return asked.uri() + " " + asked.header("x-a") + " " + asked.header("x-b");
    }

    @ParameterizedTest
    @CsvSource({
        "/p/123%3fx, 400",
        "/p/a%23b, 400",
        "/p/..%252Fbar, 400",
        "/p/a%2541, 400",
        "/p/a%20b, 200",
        "/p/%C3%BC, 200",
    })
    void refusesParametersThatLookEncoded(String path, int status) throws Exception {
        backend.on("/ok", exchange -> TestBackend.answer(exchange, 200, "text/plain", "{\"a\":1}"));
        var gateway = service("", "{'endpoint':'/p/{id}','backend':[{'url_pattern':'/ok'}]}");

        assertThat(gateway.get(path).statusCode()).isEqualTo(status);
    }

    @Test
    void checksNoParametersWhenToldNotTo() throws Exception {
        backend.json("/u/a%3Fb", "{\"a\":1}");
        var gateway =
                service(
                        ",'extra_config':{'router':{'disable_path_decoding':true}}",
                        "{'endpoint':'/p/{id}','backend':[{'url_pattern':'/u/{id}'}]}");

        assertAnswer(gateway.get("/p/a%3Fb"), 200, "{\"a\":1}");
    }

    @ParameterizedTest
    @CsvSource({"200, true", "201, true", "202, false", "204, false", "404, false", "500, false"})
    void takesOnlyTwoStatusesForAnswers(int status, boolean accepted) throws Exception {
        backend.status("/a", status, status == 204 ? "" : "{\"a\":1}");
        var gateway = service("", x("", at("/a")));

        var answer = gateway.get("/x");

        assertAnswer(answer, accepted ? 200 : 500, accepted ? "{\"a\":1}" : "");
        assertHeader(answer, "x-krakend-completed", Boolean.toString(accepted));
    }

    @Test
    void tellsErrorsOnRequest() throws Exception {
        backend.status("/a", 404, "gone");
        var gateway =
                service(",'extra_config':{'router':{'return_error_msg':true}}", x("", at("/a")));

        assertAnswer(
                gateway.get("/x"),
                500,
                "invalid status code 404 [GET /a]: " + backend.host() + "/a");
    }

    @Test
    void passesAStatusOnWhenToldTo() throws Exception {
        backend.status("/a", 404, "gone");
        var gateway =
                service(
                        "",
                        x(
                                "",
                                at(
                                        "/a",
                                        ",'extra_config':{"
                                                + HTTP
                                                + ":{'return_error_code':true}}")));

        assertAnswer(gateway.get("/x"), 404, "");
    }

    @Test
    void givesErrorsAsDataWhenToldTo() throws Exception {
        backend.status("/a", 418, "tea").json("/b", "{\"b\":1}");
        var details = at("/a", ",'extra_config':{'backend/http':{'return_error_details':'pot'}}");
        var gateway = service("", x("", details, at("/b")));

        var answer = gateway.get("/x");

        assertThat(answer.body())
                .contains("\"b\":1")
                .contains(
                        "\"error_pot\":{\"http_status_code\":418,\"http_body\":\"tea\","
                                + "\"http_body_encoding\":\"text/plain\"}");
        assertHeader(answer, "x-krakend-completed", "false");
    }

    @Test
    void shapesInOrder() throws Exception {
        backend.json("/a", "{\"t\":{\"keep\":{\"x\":1,\"y\":2},\"old\":3,\"drop\":4}}");
        var gateway =
                service(
                        "",
                        x(
                                "",
                                at(
                                        "/a",
                                        ",'target':'t','allow':['keep.x','old'],'deny':['keep'],"
                                                + "'mapping':{'old':'new.name'},'group':'g'")));

        assertAnswer(gateway.get("/x"), 200, "{\"g\":{\"keep\":{\"x\":1},\"new\":3}}");
    }

    @Test
    void letsFlatmapTakeThePlaceOfFilters() throws Exception {
        backend.json("/a", "{\"a\":{\"b\":[{\"c\":1,\"d\":2}]},\"e\":[1],\"f\":[2]}");
        var filter =
                "'flatmap_filter':[{'type':'del','args':['a.b.*.c']},"
                        + "{'type':'append','args':['f','e']}]";
        var gateway =
                service(
                        "",
                        x(
                                "",
                                at(
                                        "/a",
                                        ",'allow':['e'],'extra_config':{"
                                                + PROXY
                                                + ":{"
                                                + filter
                                                + "}}")));

        assertAnswer(gateway.get("/x"), 200, "{\"a\":{\"b\":[{\"d\":2}]},\"e\":[1,2]}");
    }

    @Test
    void changesMergedDataByFlatmap() throws Exception {
        backend.json("/a", "{\"a\":1}").json("/b", "{\"b\":2}");
        var filter = ",'extra_config':{'proxy':{'flatmap_filter':[{'type':'del','args':['a']}]}}";

        assertAnswer(service("", x(filter, at("/a"), at("/b"))).get("/x"), 200, "{\"b\":2}");
        assertAnswer(service("", x(filter, at("/a"))).get("/x"), 200, "{\"a\":1}");
    }

    @Test
    void mergesShallowlyAndLetsTheSlowestWin() throws Exception {
        backend.json("/a", "{\"o\":{\"x\":1},\"a\":1}").slow("/b", 200, "{\"o\":{\"y\":2}}");
        var gateway = service("", x("", at("/b"), at("/a")));

        assertThat(gateway.get("/x").body()).isEqualTo("{\"o\":{\"y\":2},\"a\":1}");
    }

    @Test
    void leavesFifteenPercentOfTheTimeForAnswering() throws Exception {
        backend.json("/a", "{\"a\":1}").slow("/b", 930, "{\"b\":1}");
        var gateway = service("", x(",'timeout':'1s'", at("/a"), at("/b")));

        var answer = gateway.get("/x");

        assertAnswer(answer, 200, "{\"a\":1}");
        assertHeader(answer, "x-krakend-completed", "false");
    }

    @Test
    void runsSequences() throws Exception {
        backend.json("/a", "{\"id\":7,\"n\":{\"l\":[1,2]},\"f\":1.5,\"b\":true}");
        backend.json("/b/7/1,2/1.5/true", "{\"b\":1}").json("/c", "{\"c\":1}");
        var gateway =
                service(
                        "",
                        x(
                                ",'extra_config':{"
                                        + PROXY
                                        + ":{'sequential':true,'sequential_propagated_params':['resp0_id']}}",
                                at("/a"),
                                at("/b/{resp0_id}/{resp0_n.l}/{resp0_f}/{resp0_b}"),
                                at("/c")));

        var answer = gateway.get("/x");

        assertThat(answer.body()).contains("\"b\":1", "\"c\":1");
        assertHeader(answer, "x-krakend-completed", "true");
    }

    @ParameterizedTest
    @CsvSource({
        "always, 200, 200, true", "always, 500, 200, false",
        "success, 200, 200, true", "success, 500, 500, false",
        "errored, 200, 200, true", "errored, 500, 200, false",
        "complete, 200, 200, true", "complete, 500, 500, false",
        "incomplete, 200, 200, true", "incomplete, 500, 200, false",
    })
    void addsStaticData(String strategy, int upstream, int status, boolean complete)
            throws Exception {
        backend.status("/a", upstream, "{\"a\":1}");
        var gateway =
                service(
                        "",
                        x(
                                ",'extra_config':{'proxy':{'static':{'data':{'s':1},'strategy':'"
                                        + strategy
                                        + "'}}}",
                                at("/a")));

        var answer = gateway.get("/x");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertHeader(answer, "x-krakend-completed", Boolean.toString(complete));
        var added =
                upstream == 200
                        ? List.of("always", "success", "complete")
                        : List.of("always", "errored", "incomplete");
        assertThat(answer.body().contains("\"s\":1")).isEqualTo(added.contains(strategy));
    }

    @Test
    void racesConcurrentCalls() throws Exception {
        var calls = new AtomicInteger();
        backend.on(
                "/a",
                exchange -> {
                    var status = calls.getAndIncrement() == 0 ? 500 : 200;
                    TestBackend.answer(exchange, status, "application/json", "{\"a\":1}");
                });
        var gateway = service("", x(",'concurrent_calls':3", at("/a")));

        assertAnswer(gateway.get("/x"), 200, "{\"a\":1}");
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> calls.get() > 1);
    }

    @Test
    void givesConcurrentCallsThreeQuartersOfTheTime() throws Exception {
        backend.slow("/a", 1_850, "{\"a\":1}");
        var gateway = service("", x(",'timeout':'2s','concurrent_calls':2", at("/a")));
        var began = System.nanoTime();

        var answer = gateway.get("/x");

        assertAnswer(answer, 500, "");
        assertHeader(answer, "x-krakend-completed", "false");
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isGreaterThan(Duration.ofMillis(1_400));
    }

    @Test
    void endsSequencesWithWhatIsThere() throws Exception {
        backend.json("/a", "{\"a\":1}").status("/b", 500, "").json("/c", "{\"c\":1}");
        var sequential = ",'extra_config':{" + PROXY + ":{'sequential':true}}";

        var later = service("", x(sequential, at("/a"), at("/b"), at("/c"))).get("/x");
        var first = service("", x(sequential, at("/b"), at("/a"))).get("/x");

        assertAnswer(later, 200, "{\"a\":1}");
        assertHeader(later, "x-krakend-completed", "false");
        assertAnswer(first, 500, "");
        assertThat(backend.asked()).noneMatch(asked -> asked.uri().equals("/c"));
    }

    @Test
    void ignoresWhatShadowsAnswer() throws Exception {
        backend.json("/a", "{\"a\":1}").status("/s", 500, "");
        var gateway =
                service(
                        "",
                        x(
                                "",
                                at("/a"),
                                at(
                                        "/s",
                                        ",'extra_config':{'proxy':{'shadow':true,'shadow_timeout':'1s'}}")));

        var answer = gateway.get("/x");

        assertAnswer(answer, 200, "{\"a\":1}");
        assertHeader(answer, "x-krakend-completed", "true");
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> backend.asked().stream().anyMatch(asked -> asked.uri().equals("/s")));
    }

    @Test
    void followsRedirects() throws Exception {
        backend.on("/old", exchange -> redirect(exchange, 302, "/new")).json("/new", "{\"a\":1}");
        backend.on("/old308", exchange -> redirect(exchange, 308, "/new"));
        var gateway =
                service(
                        "",
                        "{'endpoint':'/g','backend':[{'url_pattern':'/old'}]}",
                        "{'endpoint':'/p','method':'POST','backend':[{'url_pattern':'/old308'}]}",
                        "{'endpoint':'/r','method':'POST','backend':[{'url_pattern':'/old308',"
                            + "'extra_config':{'backend/http/client':{'send_body_on_redirect':true}}}]}");

        assertAnswer(gateway.get("/g"), 200, "{\"a\":1}");
        assertThat(gateway.post("/p", "text/plain", "body").statusCode()).isEqualTo(500);
        assertAnswer(gateway.post("/r", "text/plain", "body"), 200, "{\"a\":1}");
        assertThat(backend.last().method() + backend.last().body()).isEqualTo("POSTbody");
    }

    private static void redirect(
            com.sun.net.httpserver.HttpExchange exchange, int status, String location)
            throws java.io.IOException {
        exchange.getResponseHeaders().set("Location", location);
        exchange.sendResponseHeaders(status, -1);
    }

    @Test
    void sendsGraphQl() throws Exception {
        backend.json("/g", "{\"data\":1}");
        var graphql =
                ",'extra_config':{'github.com/devopsfaith/krakend/transport/http/client/graphql':"
                        + "{'type':'mutation','query':'mutation','operationName':'op',"
                        + "'variables':{'a':1,'b':2}}}";
        var gateway = service("", x(",'method':'POST'", at("/g", graphql)));

        gateway.post("/x", "application/json", "{\"b\":3}");

        assertThat(backend.last().body())
                .isEqualTo(
                        "{\"query\":\"mutation\",\"operationName\":\"op\","
                                + "\"variables\":{\"b\":3,\"a\":1}}");
    }

    @Test
    void passesAnswersThrough() throws Exception {
        backend.status("/a", 418, "tea");
        var gateway = service("", x(",'output_encoding':'no-op'", at("/a")));

        assertAnswer(gateway.get("/x"), 418, "tea");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "json | {'a':1} | {'a':1}",
                "json-collection | {'collection':[1]} | [1]",
                "string | {'content':'c'} | c",
                "yaml | {'a':1} | a: 1\n",
                "no-such | {'a':1} | {'a':1}",
            })
    void rendersOutputs(String output, String data, String expected) throws Exception {
        backend.json("/a", data.replace('\'', '"'));
        var gateway = service("", x(",'output_encoding':'" + output + "'", at("/a")));

        assertThat(gateway.get("/x").body().strip()).isEqualTo(expected.replace('\'', '"').strip());
    }

    @Test
    void answersForItself() throws Exception {
        var gateway =
                service(
                        ",'debug_endpoint':true,'echo_endpoint':true,"
                                + "'extra_config':{'router':{'auto_options':true}}",
                        x("", at("/a")),
                        x(",'method':'POST'", at("/a")));

        assertThat(gateway.get("/__health").body())
                .startsWith("{\"status\":\"ok\",\"agents\":{},\"now\":\"");
        assertAnswer(gateway.get("/__debug/any/thing"), 200, "{\"message\":\"pong\"}");
        var echo = gateway.post("/__echo/p?q=1", "text/plain", "body").body();
        assertThat(echo)
                .contains("\"req_uri\":\"/__echo/p?q=1\"", "\"path\":\"/__echo/p\"")
                .contains("\"req_method\":\"POST\"", "\"req_querystring\":{\"q\":[\"1\"]}")
                .contains("\"req_body\":\"body\"");
        var options =
                gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/x"))
                                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertHeader(options, "allow", "GET, POST");
    }

    @Test
    void callsFunctionsAsBackends() throws Exception {
        var gateway =
                service(
                        "",
                        "{'endpoint':'/f/{id}','backend':[{'host':['function:f'],'url_pattern':'/'}]}");
        gateway.executor.on(
                "f",
                invocation -> reactor.core.publisher.Mono.just(value(invocation.argumentsJson())));

        assertAnswer(gateway.get("/f/7"), 200, "{\"id\":\"7\"}");
    }

    @Test
    void servesTheFormerFileWhenANewOneIsBroken() throws Exception {
        backend.json("/a", "{\"a\":1}").json("/b", "{\"b\":1}");
        var gateway = service("", x("", at("/a")));

        assertThatThrownBy(() -> gateway.serve("{\"version\":2,\"endpoints\":[]}"))
                .isInstanceOf(InvalidConfigurationException.class);
        assertAnswer(gateway.get("/x"), 200, "{\"a\":1}");
        gateway.serve(json("{'version':3,'host':['HOST'],'endpoints':[" + x("", at("/b")) + "]}"));
        assertAnswer(gateway.get("/x"), 200, "{\"b\":1}");
    }

    private static HttpResponse<String> send(TestGateway gateway, String path, String... headers)
            throws Exception {
        return gateway.send(HttpRequest.newBuilder(gateway.uri(path)).headers(headers));
    }

    private static void assertAnswer(HttpResponse<String> answer, int status, String body) {
        assertThat(answer.statusCode() + " " + answer.body()).isEqualTo(status + " " + body);
    }

    private static void assertHeader(HttpResponse<String> answer, String name, String value) {
        assertThat(answer.headers().allValues(name)).containsExactly(value);
    }
}
