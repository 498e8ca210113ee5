package dev.perigee.gateway;

import static dev.perigee.gateway.WebSocketPeer.CLOSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.sockets.SocketLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Gateways and backends for tests of WebSockets. */
final class WebSocketScenes {

    static final SocketLimits LIMITS =
            new SocketLimits(100, 100_000, Duration.ofMinutes(1), Duration.ofSeconds(5));

    static TestGateway gateway(RawBackend backend) {
        return gateway(backend, LIMITS, "");
    }

    static TestGateway gateway(RawBackend backend, SocketLimits limits, String more) {
        return TestGateway.sockets(limits, route(backend, more));
    }

    static String route(RawBackend backend, String more) {
        return "GET /live/:room {\"output\":\"no-op\",\"query\":[\"q\"],\"headers\":[\"X-Own\"],"
                + "\"timeout\":\"3s\",\"backends\":[{\"path\":\"/rooms/{room}\","
                + more
                + "\"host\":\""
                + backend.host()
                + "\"}]}";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A backend that tells what comes, and returns each text. */
    static RawBackend echo(BlockingQueue<String> seen) {
        return new RawBackend(
                connection -> {
                    try (var peer = WebSocketPeer.backend(connection, "")) {
                        seen.add(peer.head());
                        while (true) {
                            var frame = peer.read();
                            seen.add((frame.masked() ? "" : "unmasked ") + frame);
                            if (frame.kind() == CLOSE) {
                                peer.send(0x80 | CLOSE, frame.content());
                                return;
                            }
                            peer.send(frame.head(), frame.content());
                        }
                    } catch (IOException gone) {
                        seen.add("gone");
                        throw gone;
                    }
                });
    }

    static String next(BlockingQueue<String> seen) throws InterruptedException {
        var next = seen.poll(10, TimeUnit.SECONDS);
        return next == null ? "nothing" : next;
    }

    static void awaitNothingOpen(TestGateway gateway, RawBackend backend) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> {
                            assertThat(open(gateway)).isZero();
                            assertThat(backend.open()).isZero();
                            assertThat(gauge(gateway, "requests.active")).isZero();
                        });
    }

    static double open(TestGateway gateway) {
        return gauge(gateway, "sockets.open");
    }

    static double gauge(TestGateway gateway, String name) {
        return gateway.registry.get("perigee.gateway." + name).gauge().value();
    }

    static String head(TestGateway gateway, String path, String more) throws IOException {
        try (var client = WebSocketPeer.client(gateway, path, more)) {
            return client.head();
        }
    }

    private WebSocketScenes() {}
}
