package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.routes.InvalidRouteException;
import dev.perigee.routes.RouteTable;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTests {

    /** The SHA-256 of "sesame". */
    private static final String SESAME =
            "d0c04f4b1951e4aeaaec8223ed2039e542f3aae805a6fa7f6d794e5afff5d272";

    private static final List<String> PARTS =
            List.of(
                    "secret",
                    "%73ecret",
                    "SECRET",
                    "Secret",
                    "/",
                    "//",
                    "%2f",
                    "%2F",
                    "%252f",
                    "..",
                    ".",
                    "%2e%2e",
                    "%2e",
                    ";",
                    ";a=b",
                    "open",
                    "x",
                    "\\",
                    "%5c",
                    "%00",
                    "%zz",
                    "%",
                    "?",
                    "#",
                    "%20",
                    "%c0%af",
                    "%u002f",
                    "f",
                    "*",
                    "+",
                    "~");

    private final List<TestGateway> gateways = new ArrayList<>();

    @AfterEach
    void close() {
        gateways.forEach(TestGateway::close);
    }

    private TestGateway filtered(String filters) {
        var gateway = TestGateway.filtered(filters);
        gateways.add(gateway);
        return gateway;
    }

    @Test
    void letsOnlyKnownKeysIn() throws Exception {
        var gateway = filtered("{'apiKeys':{'sha256':{'ali':'" + SESAME + "'}}}");

        assertThat(gateway.get("/f").statusCode()).isEqualTo(401);
        assertThat(send(gateway, "/f", "X-Api-Key", "sesam").statusCode()).isEqualTo(401);
        assertThat(send(gateway, "/f", "X-Api-Key", "sesame", "X-Api-Key", "x").statusCode())
                .isEqualTo(401);
        assertThat(send(gateway, "/f", "X-Api-Key", "sesame").body())
                .isEqualTo("{\"data\":{\"KEY.name\":\"ali\"}}");
        assertThat(gateway.executor.invoked()).isOne();
    }

    @Test
    void limitsRequestsAndSaysWhenToComeAgain() throws Exception {
        var gateway = filtered("{'limits':[{'requests':2,'per':'1h'}]}");

        var first = gateway.get("/f");
        gateway.get("/f");
        var third = gateway.get("/f");

        assertThat(header(first, "ratelimit-limit")).isEqualTo("2");
        assertThat(header(first, "ratelimit-remaining")).isEqualTo("1");
        assertThat(header(first, "ratelimit-reset")).isEqualTo("1800");
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(header(third, "ratelimit-remaining")).isEqualTo("0");
        assertThat(Integer.parseInt(header(third, "retry-after"))).isBetween(1_790, 1_800);
        assertThat(gateway.executor.invoked()).isEqualTo(2);
    }

    @Test
    void countsCallersApart() throws Exception {
        var gateway = filtered("{'limits':[{'requests':1,'per':'1h','by':'header:X-Team'}]}");

        assertThat(send(gateway, "/f", "X-Team", "a").statusCode()).isEqualTo(200);
        assertThat(send(gateway, "/f", "X-Team", "b").statusCode()).isEqualTo(200);
        assertThat(send(gateway, "/f", "X-Team", "a").statusCode()).isEqualTo(429);
    }

    @Test
    void keepsCountingWhenOtherRoutesChange() throws Exception {
        var filters = "{'limits':[{'requests':1,'per':'1h'}]}";
        var gateway = filtered(filters);

        gateway.get("/f");
        gateway.filter(filters);

        assertThat(gateway.get("/f").statusCode()).isEqualTo(429);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{} | 1.2.3.4 | 127.0.0.1",
                "{'trustedProxies':['127.0.0.1']} | 1.2.3.4 | 1.2.3.4",
                "{'trustedProxies':['127.0.0.1']} | 9.9.9.9, 1.2.3.4 | 1.2.3.4",
                "{'trustedProxies':['127.0.0.1','1.2.3.0/24']} | 9.9.9.9, 1.2.3.4 | 9.9.9.9",
                "{'trustedProxies':['127.0.0.1']} | evil.example | 127.0.0.1",
                "{'trustedProxies':['127.0.0.1']} | 1.2.3.4, nonsense | 127.0.0.1",
            })
    void believesOnlyTrustedProxies(String filters, String forwarded, String client)
            throws Exception {
        var denying = filters.replace("{", "{'deny':['" + client + "'],").replace(",}", "}");

        assertThat(send(filtered(filters), "/f", "X-Forwarded-For", forwarded).statusCode())
                .isEqualTo(200);
        assertThat(send(filtered(denying), "/f", "X-Forwarded-For", forwarded).statusCode())
                .isEqualTo(403);
    }

    @Test
    void letsOnlyAllowedNetworksIn() throws Exception {
        assertThat(filtered("{'allow':['10.0.0.0/8']}").get("/f").statusCode()).isEqualTo(403);
        assertThat(filtered("{'allow':['127.0.0.0/8']}").get("/f").statusCode()).isEqualTo(200);
    }

    @Test
    void tellsBrowsersWhichPagesMayRead() throws Exception {
        var gateway =
                filtered(
                        "{'cors':{'origins':['https://a.example'],'headers':['X-Own'],"
                                + "'credentials':true,'expose':['ETag'],'maxAge':'5m'}}");

        var allowed = send(gateway, "/f", "Origin", "https://a.example");
        var other = send(gateway, "/f", "Origin", "https://b.example");
        var asked = preflight(gateway, "https://a.example", "GET");

        assertThat(header(allowed, "access-control-allow-origin")).isEqualTo("https://a.example");
        assertThat(header(allowed, "access-control-allow-credentials")).isEqualTo("true");
        assertThat(header(allowed, "access-control-expose-headers")).isEqualTo("ETag");
        assertThat(header(allowed, "vary")).isEqualTo("Origin");
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(header(other, "access-control-allow-origin")).isEmpty();
        assertThat(asked.statusCode()).isEqualTo(204);
        assertThat(header(asked, "access-control-allow-methods")).isEqualTo("GET");
        assertThat(header(asked, "access-control-allow-headers")).isEqualTo("X-Own");
        assertThat(header(asked, "access-control-max-age")).isEqualTo("300");
        assertThat(
                        header(
                                preflight(gateway, "https://b.example", "GET"),
                                "access-control-allow-origin"))
                .isEmpty();
        assertThat(
                        header(
                                preflight(gateway, "https://a.example", "PUT"),
                                "access-control-allow-origin"))
                .isEmpty();
    }

    @Test
    void tellsThemAlsoWhenARequestIsRefused() throws Exception {
        var gateway =
                filtered(
                        "{'cors':{'origins':['*']},'apiKeys':{'sha256':{'ali':'" + SESAME + "'}}}");

        var refused = send(gateway, "/f", "Origin", "https://a.example");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(header(refused, "access-control-allow-origin")).isEqualTo("*");
    }

    private static HttpResponse<String> preflight(TestGateway gateway, String origin, String method)
            throws Exception {
        return gateway.send(
                HttpRequest.newBuilder(gateway.uri("/f"))
                        .method("OPTIONS", BodyPublishers.noBody())
                        .headers("Origin", origin, "Access-Control-Request-Method", method));
    }

    @Test
    void boundsBodies() throws Exception {
        var gateway = filtered("{'maxBody':'10B'}");

        assertThat(gateway.post("/f", "text/plain", "0123456789").statusCode()).isEqualTo(200);
        assertThat(gateway.post("/f", "text/plain", "01234567890").statusCode()).isEqualTo(413);
        assertThat(
                        gateway.raw(
                                TestGateway.lines(
                                        "POST /f HTTP/1.1",
                                        "Host: a",
                                        "Connection: close",
                                        "Transfer-Encoding: chunked",
                                        "",
                                        "b",
                                        "01234567890",
                                        "0",
                                        "")))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void changesHeaders() throws Exception {
        var gateway =
                filtered(
                        "{'requestHeaders':{'remove':['X-Team']},"
                            + "'responseHeaders':{'remove':['X-Perigee-Invocation'],'set':{'X-Own':'1'}},"
                            + "'limits':[{'requests':1,'per':'1h','by':'header:X-Team'}]}");

        var answer = send(gateway, "/f", "X-Team", "a");

        assertThat(header(answer, "x-own")).isEqualTo("1");
        assertThat(header(answer, "x-perigee-invocation")).isEmpty();
        assertThat(send(gateway, "/f", "X-Team", "b").statusCode()).isEqualTo(429);
    }

    @Test
    void refusesBrokenFiltersWithEverythingThatIsWrong() {
        assertThatThrownBy(
                        () ->
                                filtered(
                                        "{'alow':[],'deny':['x'],'maxBody':'big',"
                                                + "'cors':{'origins':['*'],'credentials':true},"
                                                + "'limits':[{'by':'moon'}],"
                                                + "'apiKeys':{'sha256':{'a':'b'}},"
                                                + "'responseHeaders':{'set':{'a b':'c'}}}"))
                .isInstanceOf(InvalidRouteException.class)
                .hasMessageContaining("/filters/alow: is not known here")
                .hasMessageContaining("/filters/deny: \"x\" is not a network")
                .hasMessageContaining("/filters/maxBody: must be a size")
                .hasMessageContaining("/filters/cors/credentials: cannot be allowed to every")
                .hasMessageContaining("/filters/limits/0/requests: must say how many")
                .hasMessageContaining("/filters/limits/0/by: must be ip, route, key")
                .hasMessageContaining("/filters/apiKeys/sha256/a: must be the SHA-256")
                .hasMessageContaining("/filters/responseHeaders/set/a b: is no legal header");
    }

    /** Whatever a path looks like, what reaches the function has passed the filters. */
    @Test
    void isNotGotAroundByAnyWayToWriteAPath() throws Exception {
        var gateway = filtered("{'apiKeys':{'sha256':{'ali':'" + SESAME + "'}}}");
        var random = new Random(7);

        for (int i = 0; i < 5_000; i++) {
            var path = new StringBuilder("/");
            for (int n = random.nextInt(7); n >= 0; n--) {
                path.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            if (gateway.routes.current().match("GET", path.toString())
                            instanceof RouteTable.Match.Found(var route, var target, _)
                    && !route.path().startsWith("/open/")) {
                assertThat(target).as(path.toString()).isInstanceOf(FilteredTarget.class);
            }
            if (i % 10 == 0) {
                gateway.raw("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            }
        }

        assertThat(gateway.get("/secret/").statusCode()).isEqualTo(401);
        assertThat(gateway.get("/%73ecret/x").statusCode()).isEqualTo(401);
        assertThat(gateway.executor.invoked()).isZero();
    }

    private static HttpResponse<String> send(TestGateway gateway, String path, String... headers)
            throws Exception {
        return gateway.send(HttpRequest.newBuilder(gateway.uri(path)).headers(headers));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return String.join(",", answer.headers().allValues(name));
    }
}
