package dev.perigee.gateway;

import static dev.perigee.invocations.ScriptedExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.executor.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.server.PortInUseException;
import reactor.core.publisher.Sinks;

class GatewayConnectionTests {

    private static GatewayProperties timeouts(long headMillis, long bodyMillis, long idleMillis) {
        var p = TestGateway.PROPERTIES;
        return new GatewayProperties(
                p.address(),
                0,
                p.namespace(),
                p.maxBody(),
                p.maxBufferedBodies(),
                p.maxHeader(),
                Duration.ofMillis(headMillis),
                Duration.ofMillis(bodyMillis),
                Duration.ofMillis(idleMillis),
                p.drainTimeout());
    }

    @Test
    void answersManyRequestsOfOneConnectionInOrder() throws Exception {
        try (var gateway = TestGateway.development("GET /:n echo")) {
            gateway.executor.on(
                    "echo",
                    invocation ->
                            reactor.core.publisher.Mono.just(value(invocation.argumentsJson())));
            var requests = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
            }

            var answers =
                    gateway.raw(
                            requests
                                    + "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            var from = 0;
            for (int i = 0; i < 50; i++) {
                var next = answers.indexOf("{\"data\":{\"n\":\"" + i + "\"}}", from);
                assertThat(next).isGreaterThan(from);
                from = next;
            }
            assertThat(answers).endsWith("{\"data\":{\"n\":\"last\"}}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOT HTTP AT ALL\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "POST /f HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET / HTTP/1.1\r\nHost:x\r\nContent-Length:4\r\nTransfer-Encoding:chunked\r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
                "POST /f HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\n\n",
                "GET /f HTTP/1.1\nHost: x\n\n",
                "GET /f HTTP/1.1\r\nHost : x\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: x\r\n Folded: y\r\n\r\n",
                "GET /f HTTP/1.1\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: x@y\r\n\r\n",
            })
    void answersMalformedRequestsWith400AndCloses(String request) throws Exception {
        try (var gateway = TestGateway.development("ANY /f f")) {
            gateway.executor.answer("f", value("1"));

            assertThat(gateway.raw(request))
                    .startsWith("HTTP/1.1 400")
                    .endsWith("{\"error\":\"malformed HTTP request\"}");
            assertThat(gateway.executor.invoked()).isZero();
        }
    }

    @Test
    void refusesHeadersAndLinesThatAreTooLong() throws Exception {
        try (var gateway = TestGateway.development("ANY /f f")) {
            var longHeader = "X: " + "a".repeat(20_000);

            assertThat(gateway.raw("GET /f HTTP/1.1\r\nHost: x\r\n" + longHeader + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 431");
            assertThat(gateway.raw("GET /f?" + "a".repeat(20_000) + " HTTP/1.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 414");
        }
    }

    @Test
    void endsConnectionsWhoseRequestsTrickleIn() throws Exception {
        try (var gateway = TestGateway.with(timeouts(400, 400, 60_000), "ANY /f f");
                var head = gateway.connect();
                var body = gateway.connect()) {
            write(head, "GET /f HT");
            write(body, "POST /f HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nab");
            var trickle =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    while (true) {
                                        write(head, "T");
                                        Awaitility.await()
                                                .pollDelay(Duration.ofMillis(50))
                                                .until(() -> true);
                                    }
                                } catch (IOException _) {
                                    // The gateway has closed the connection.
                                }
                            });

            assertThat(TestGateway.readAll(head)).startsWith("HTTP/1.1 408");
            assertThat(TestGateway.readAll(body)).startsWith("HTTP/1.1 408");
            trickle.get(10, TimeUnit.SECONDS);
            assertThat(gateway.executor.invoked()).isZero();
        }
    }

    @Test
    void closesIdleConnectionsButNotBusyOnes() throws Exception {
        try (var gateway = TestGateway.with(timeouts(400, 400, 300), "GET /f f", "GET /s s");
                var idle = gateway.connect();
                var busy = gateway.connect()) {
            gateway.executor.answer("f", value("1"));
            gateway.executor.on(
                    "s",
                    _ ->
                            reactor.core.publisher.Mono.delay(Duration.ofMillis(1_200))
                                    .thenReturn(value("2")));

            write(idle, "GET /f HTTP/1.1\r\nHost: x\r\n\r\n");
            write(busy, "GET /s HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(TestGateway.readAll(idle)).endsWith("{\"data\":1}");
            assertThat(TestGateway.readAll(busy)).endsWith("{\"data\":2}");
        }
    }

    @Test
    void finishesWhatIsUnderWayWhenItStops() throws Exception {
        Sinks.One<Outcome> outcome = Sinks.one();
        try (var gateway = TestGateway.development("GET /s s")) {
            gateway.executor.on("s", _ -> outcome.asMono());
            var answer = CompletableFuture.supplyAsync(() -> get(gateway, "/s"));
            Awaitility.await().until(() -> gateway.executor.invoked() == 1);
            var uri = gateway.uri("/s");
            var stopped = new CompletableFuture<Void>();

            gateway.server.stop(() -> stopped.complete(null));

            Awaitility.await()
                    .untilAsserted(
                            () ->
                                    assertThatThrownBy(
                                                    () ->
                                                            new java.net.Socket(
                                                                            uri.getHost(),
                                                                            uri.getPort())
                                                                    .close())
                                            .isInstanceOf(ConnectException.class));
            assertThat(stopped).isNotDone();
            outcome.tryEmitValue(value("\"done\""));
            assertThat(answer.get(5, TimeUnit.SECONDS)).isEqualTo("{\"data\":\"done\"}");
            stopped.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var p = TestGateway.PROPERTIES;
            var properties =
                    new GatewayProperties(
                            p.address(),
                            other.getLocalPort(),
                            p.namespace(),
                            p.maxBody(),
                            p.maxBufferedBodies(),
                            p.maxHeader(),
                            p.headTimeout(),
                            p.bodyTimeout(),
                            p.idleTimeout(),
                            p.drainTimeout());

            assertThatThrownBy(() -> TestGateway.with(properties))
                    .isInstanceOfSatisfying(
                            PortInUseException.class,
                            taken -> assertThat(taken.getPort()).isEqualTo(other.getLocalPort()));
        }
    }

    private static String get(TestGateway gateway, String path) {
        try {
            return gateway.get(path).body();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void write(java.net.Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
