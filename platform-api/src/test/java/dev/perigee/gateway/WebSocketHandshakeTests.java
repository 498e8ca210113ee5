package dev.perigee.gateway;

import static dev.perigee.gateway.WebSocketScenes.LIMITS;
import static dev.perigee.gateway.WebSocketScenes.awaitNothingOpen;
import static dev.perigee.gateway.WebSocketScenes.bytes;
import static dev.perigee.gateway.WebSocketScenes.echo;
import static dev.perigee.gateway.WebSocketScenes.gateway;
import static dev.perigee.gateway.WebSocketScenes.head;
import static dev.perigee.gateway.WebSocketScenes.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.gateway.sockets.SocketLimits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Who may open a WebSocket, and what happens when the backend does not. */
class WebSocketHandshakeTests {

    @Test
    void aLibraryFindsNothingStrange() throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        var heard = new LinkedBlockingQueue<String>();
        try (var backend = echo(seen);
                var gateway = gateway(backend);
                var http = HttpClient.newHttpClient()) {
            var uri = URI.create("ws://127.0.0.1:" + gateway.server.port() + "/live/b?q=1&r=2");
            var socket =
                    http.newWebSocketBuilder()
                            .header("X-Own", "yes")
                            .header("X-Other", "no")
                            .buildAsync(uri, listener(heard))
                            .get(10, TimeUnit.SECONDS);
            socket.sendText("hello", true).get();

            assertThat(next(heard)).isEqualTo("hello");
            assertThat(next(seen))
                    .startsWith("get /rooms/b?q=1 http/1.1")
                    .contains("x-own: yes", "x-forwarded-for: 127.0.0.1", "x-request-id: ")
                    .doesNotContain("x-other", "origin:", "sec-websocket-extensions");

            socket.sendClose(4_001, "enough").get();

            assertThat(next(heard)).isEqualTo("4001 enough");
            assertThat(next(seen)).isEqualTo("1.hello");
            assertThat(next(seen)).isEqualTo("8.4001 enough");
        }
    }

    private static WebSocket.Listener listener(BlockingQueue<String> heard) {
        return new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                heard.add(data.toString());
                socket.request(1);
                return CompletableFuture.completedStage(null);
            }

            @Override
            public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                heard.add(code + " " + reason);
                return CompletableFuture.completedStage(null);
            }
        };
    }

    @Test
    void filtersComeBeforeTheUpgrade() throws Exception {
        try (var backend = echo(new LinkedBlockingQueue<>());
                var gateway = TestGateway.production()) {
            gateway.route(
                    "GET",
                    "/guarded",
                    "{'output':'no-op','backends':[{'host':'" + backend.host() + "'}]}",
                    "{'cors':{'origins':['https://shop.example']},"
                            + "'responseHeaders':{'set':{'X-Set':'here'}},"
                            + "'apiKeys':{'sha256':{'ann':'"
                            + "a".repeat(64)
                            + "'}}}");

            assertThat(head(gateway, "/guarded", "Origin: https://evil.example\r\n"))
                    .startsWith("http/1.1 403 ");
            assertThat(head(gateway, "/guarded", ""))
                    .startsWith("http/1.1 401 ")
                    .contains("x-set: here");
            assertThat(backend.accepted()).isZero();
        }
    }

    @Test
    void pagesOfAllowedOriginsAndOfTheGatewayItselfMayOpen() throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        try (var backend = echo(seen);
                var gateway = TestGateway.production()) {
            gateway.route(
                    "GET",
                    "/guarded",
                    "{'output':'no-op','backends':[{'host':'" + backend.host() + "'}]}",
                    "{'cors':{'origins':['https://shop.example']}}");

            for (var origin : List.of("https://shop.example", "https://x")) {
                assertThat(head(gateway, "/guarded", "Origin: " + origin + "\r\n"))
                        .startsWith("http/1.1 101 ");
                // The backend decides by it as well, whatever headers the route passes on.
                assertThat(next(seen)).contains("origin: " + origin);
                next(seen);
            }
        }
    }

    @Test
    void subprotocolsAreNegotiatedByTheBackend() throws Exception {
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    var more = "Sec-WebSocket-Protocol: v2.chat\r\nX-Node: 7\r\n";
                                    WebSocketPeer.backend(connection, more);
                                    connection.awaitEnd();
                                });
                var gateway = gateway(backend)) {
            assertThat(head(gateway, "/live/a", "Sec-WebSocket-Protocol: v1.chat, v2.chat\r\n"))
                    .startsWith("http/1.1 101 ")
                    .contains("sec-websocket-protocol: v2.chat\r\n", "x-node: 7");
            // One that was not offered is a mistake of the backend.
            assertThat(head(gateway, "/live/a", "Sec-WebSocket-Protocol: v1.chat\r\n"))
                    .startsWith("http/1.1 502 ");
        }
    }

    @Test
    void aBackendThatRefusesIsPassedOn() throws Exception {
        var calls = new AtomicInteger();
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    connection.readHead();
                                    switch (calls.incrementAndGet()) {
                                        case 1 ->
                                                connection.write(
                                                        TestGateway.lines(
                                                                "HTTP/1.1 401 No",
                                                                "WWW-Authenticate: Own",
                                                                "Content-Length: 4",
                                                                "",
                                                                "no"));
                                        case 2 -> connection.answer("403 Forbidden", "not for you");
                                        case 3 -> connection.answer("200 OK", "no socket");
                                        case 4 ->
                                                connection.write(
                                                        TestGateway.lines(
                                                                "HTTP/1.1 101 Go",
                                                                "Upgrade: websocket",
                                                                "Connection: upgrade",
                                                                "Sec-WebSocket-Accept: x",
                                                                ""));
                                        case 5 -> connection.write("gibberish\r\n\r\n");
                                        default -> connection.reset();
                                    }
                                });
                var gateway = gateway(backend)) {
            var statuses = new ArrayList<String>();
            for (int i = 0; i < 6; i++) {
                statuses.add(head(gateway, "/live/a", "").split(" ", 3)[1]);
            }
            assertThat(statuses).containsExactly("401", "403", "502", "502", "502", "502");
            assertThat(calls).hasValue(6);
        }
    }

    @Test
    void theConnectionGoesOnAfterARefusal() throws Exception {
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    connection.readHead();
                                    connection.answer("404 Not Found", "no such room");
                                });
                var gateway = gateway(backend);
                var client = WebSocketPeer.client(gateway, "/live/a", "")) {
            assertThat(client.head()).startsWith("http/1.1 404 ");
            var again = WebSocketPeer.client(client.socket(), "/nowhere", "");

            assertThat(again.head()).startsWith("http/1.1 404 ");
        }
    }

    @Test
    void aBackendThatIsNotThereOrSaysNothingIsABadGateway() throws Exception {
        try (var backend = new RawBackend(RawBackend.Connection::awaitEnd);
                var gateway =
                        TestGateway.sockets(
                                LIMITS,
                                "GET /silent {\"output\":\"no-op\",\"timeout\":\"300ms\","
                                        + "\"backends\":[{\"host\":\""
                                        + backend.host()
                                        + "\"}]}",
                                "GET /closed {\"output\":\"no-op\",\"backends\":[{\"host\":"
                                        + "\"http://127.0.0.1:1\"}]}")) {
            assertThat(head(gateway, "/silent", "")).startsWith("http/1.1 504 ");
            assertThat(head(gateway, "/closed", "")).startsWith("http/1.1 502 ");
            awaitNothingOpen(gateway, backend);
        }
    }

    @Test
    void handshakesThatAreNoneAreRefused() throws Exception {
        try (var backend = echo(new LinkedBlockingQueue<>());
                var gateway = gateway(backend)) {
            var good = WebSocketPeer.request("/live/a", "Connection: close\r\n");

            assertThat(gateway.raw(good.replace("Version: 13", "Version: 8")))
                    .startsWith("HTTP/1.1 426 ")
                    .containsIgnoringCase("Sec-WebSocket-Version: 13");
            assertThat(gateway.raw(good.replace(WebSocketPeer.KEY, "short")))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(gateway.raw(good.replace("Sec-WebSocket-Key: ", "X-Key: ")))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(gateway.raw(good.replace("\r\n\r\n", "\r\nContent-Length: 1\r\n\r\nx")))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(backend.accepted()).isZero();
        }
    }

    @Test
    void whatComesBeforeTheAnswerIsNotTakenForFrames() throws Exception {
        var late = new CompletableFuture<Void>();
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    late.join();
                                    WebSocketPeer.backend(connection, "");
                                    connection.awaitEnd();
                                });
                var gateway = gateway(backend);
                var socket = gateway.connect()) {
            var out = socket.getOutputStream();
            out.write(bytes(WebSocketPeer.request("/live/a", "")));
            out.write(bytes("GET /live/b HTTP/1.1\r\nHost: x\r\n\r\n"));
            TestBackend.pause(100);
            late.complete(null);

            assertThat(TestGateway.readAll(socket)).startsWith("HTTP/1.1 400 ");
            awaitNothingOpen(gateway, backend);
        }
    }

    @Test
    void settingsHaveDefaultsAndBounds() {
        assertThat(bind(Map.of()).limits())
                .isEqualTo(
                        new SocketLimits(
                                5_000, 1 << 20, Duration.ofMinutes(5), Duration.ofSeconds(5)));
        assertThat(
                        bind(Map.of(
                                        "max-open", "7",
                                        "max-frame", "1KB",
                                        "idle-timeout", "2s",
                                        "close-timeout", "1s"))
                                .limits())
                .isEqualTo(
                        new SocketLimits(7, 1_024, Duration.ofSeconds(2), Duration.ofSeconds(1)));
        for (var wrong :
                Map.of(
                                "max-open", "-1",
                                "max-frame", "1GB",
                                "idle-timeout", "0s",
                                "close-timeout", "1ms")
                        .entrySet()) {
            assertThatThrownBy(() -> bind(Map.of(wrong.getKey(), wrong.getValue())))
                    .hasStackTraceContaining(
                            "perigee.gateway.web-sockets." + wrong.getKey() + " must ");
        }
    }

    private static WebSocketProperties bind(Map<String, String> settings) {
        var all = new TreeMap<String, String>();
        settings.forEach((key, value) -> all.put("perigee.gateway.web-sockets." + key, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("perigee.gateway.web-sockets", WebSocketProperties.class);
    }

    @Test
    void otherRoutesTakeNoNoticeOfTheWish() throws Exception {
        try (var backend = new TestBackend().json("/", "{\"a\":1}");
                var gateway =
                        TestGateway.development(
                                "GET /read {\"backends\":[{\"host\":\""
                                        + backend.host()
                                        + "\"}]}");
                var client = WebSocketPeer.client(gateway, "/read", "")) {
            assertThat(client.head()).startsWith("http/1.1 200 ");
            assertThat(backend.last().header("upgrade")).isEmpty();
        }
    }
}
