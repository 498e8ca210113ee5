package dev.perigee.gateway;

import static dev.perigee.invocations.ScriptedExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Clients that go at every moment leave nothing behind. */
class GatewayAbortTests {

    private static final String[] BEGINNINGS = {
        "",
        "GET /slow HT",
        "GET /slow HTTP/1.1\r\nHost: x\r\n",
        "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /fast HTTP/1.1\r\nHost: x\r\n\r\nGET /slow HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{\"a\":",
        "POST /slow HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n",
        "POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nabc",
        "POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\nabc",
    };

    @Test
    void clientsThatGoAtAnyMomentLeaveNothingBehind() throws Exception {
        try (var log = new LogWatch();
                var gateway = TestGateway.development("ANY /slow slow", "GET /fast fast")) {
            gateway.executor.on(
                    "slow", _ -> Mono.delay(Duration.ofSeconds(30)).thenReturn(value("1")));
            gateway.executor.answer("fast", value("2"));
            var room = new Semaphore(64);

            try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 2_000; i++) {
                    var client = i;
                    room.acquire();
                    clients.execute(
                            () -> {
                                abort(gateway, client);
                                room.release();
                            });
                }
            }

            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> {
                                assertThat(active(gateway)).isZero();
                                assertThat(gateway.invocations.outcomes())
                                        .filteredOn(outcome -> !outcome.equals("returned"))
                                        .hasSize(gateway.executor.cancelled());
                            });
            assertThat(log.warnings()).isEmpty();
            assertThat(gateway.executor.cancelled()).isPositive();
            assertThat(gateway.get("/fast").body()).isEqualTo("{\"data\":2}");
        }
    }

    private static void abort(TestGateway gateway, int client) {
        try (var socket = gateway.connect()) {
            socket.getOutputStream()
                    .write(
                            BEGINNINGS[client % BEGINNINGS.length].getBytes(
                                    StandardCharsets.US_ASCII));
            leave(socket, client);
        } catch (IOException _) {
            // The gateway was quicker.
        }
    }

    private static void leave(Socket socket, int client) throws SocketException {
        if (client % 2 == 0) {
            // Closing sends a reset then.
            socket.setSoLinger(true, 0);
        }
    }

    private static double active(TestGateway gateway) {
        return gateway.registry.get("perigee.gateway.requests.active").gauge().value();
    }
}
