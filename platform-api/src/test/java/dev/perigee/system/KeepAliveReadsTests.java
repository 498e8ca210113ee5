package dev.perigee.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

class KeepAliveReadsTests {

    private static final String LATER = "GET /later HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String NOW = "GET /now HTTP/1.1\r\nHost: x\r\n\r\n";

    /** Without the handler the third answer never comes: when it does, the handler can go. */
    @Test
    void readsOnAfterARequestThatWasPutOffAndThenAnsweredAtOnce() throws Exception {
        var server =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(0)
                        .doOnChannelInit((_, channel, _) -> KeepAliveReads.install(channel))
                        .handle(KeepAliveReadsTests::answer)
                        .bindNow();
        try (var client = connect(server)) {
            for (int i = 0; i < 5; i++) {
                client.send(LATER + NOW);
                client.expectAnswers(2);
                client.send(NOW);
                client.expectAnswers(1);
            }
        } finally {
            server.disposeNow();
        }
    }

    private static Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        var end = response.header("Content-Length", "0").send();
        return request.uri().equals("/now") ? end : Mono.delay(Duration.ofMillis(20)).then(end);
    }

    private static Client connect(DisposableServer server) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        return new Client(
                socket,
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)));
    }

    private record Client(Socket socket, BufferedReader answers) implements AutoCloseable {

        void send(String requests) throws IOException {
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
        }

        void expectAnswers(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                assertThat(answers.readLine()).isEqualTo("HTTP/1.1 200 OK");
                while (!answers.readLine().isEmpty()) {
                    // Header fields.
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
