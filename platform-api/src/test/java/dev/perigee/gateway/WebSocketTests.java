package dev.perigee.gateway;

import static dev.perigee.gateway.WebSocketPeer.BINARY;
import static dev.perigee.gateway.WebSocketPeer.CLOSE;
import static dev.perigee.gateway.WebSocketPeer.CONTINUATION;
import static dev.perigee.gateway.WebSocketPeer.PING;
import static dev.perigee.gateway.WebSocketPeer.PONG;
import static dev.perigee.gateway.WebSocketPeer.TEXT;
import static dev.perigee.gateway.WebSocketScenes.awaitNothingOpen;
import static dev.perigee.gateway.WebSocketScenes.bytes;
import static dev.perigee.gateway.WebSocketScenes.echo;
import static dev.perigee.gateway.WebSocketScenes.gateway;
import static dev.perigee.gateway.WebSocketScenes.head;
import static dev.perigee.gateway.WebSocketScenes.next;
import static dev.perigee.gateway.WebSocketScenes.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perigee.gateway.sockets.SocketLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** WebSockets pass through, frame by frame, and end on both sides when they end on one. */
class WebSocketTests {

    @Test
    void framesPassBothWaysAsTheyAre() throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        try (var backend = echo(seen);
                var gateway = gateway(backend);
                var client = WebSocketPeer.client(gateway, "/live/a", "")) {
            assertThat(client.head())
                    .startsWith("http/1.1 101 ")
                    .containsIgnoringCase(WebSocketPeer.accept(WebSocketPeer.KEY));
            assertThat(next(seen)).startsWith("get /rooms/a http/1.1");

            client.send(TEXT, bytes("in ")).send(CONTINUATION, bytes("three "));
            client.send(0x80 | PING, bytes("alive?"));
            client.send(0x80 | CONTINUATION, bytes("pieces"));
            client.send(0x80 | BINARY, new byte[70_000]).send(0x80 | PONG, bytes("unasked"));

            var back = new ArrayList<String>();
            for (int i = 0; i < 6; i++) {
                var frame = client.read();
                assertThat(frame.masked()).isFalse();
                back.add(frame.kind() == BINARY ? "binary " + frame.content().length : "" + frame);
            }
            assertThat(back)
                    .containsExactly(
                            "1-in ",
                            "0-three ",
                            "9.alive?",
                            "0.pieces",
                            "binary 70000",
                            "10.unasked");
            assertThat(List.of(next(seen), next(seen), next(seen)))
                    .containsExactly("1-in ", "0-three ", "9.alive?");
        }
    }

    @Test
    void manyFramesKeepTheirOrder() throws Exception {
        try (var backend = echo(new LinkedBlockingQueue<>());
                var gateway = gateway(backend);
                var client = WebSocketPeer.client(gateway, "/live/a", "")) {
            var reader =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    for (int i = 0; i < 20_000; i++) {
                                        if (!client.read().text().equals("frame " + i)) {
                                            return i;
                                        }
                                    }
                                    return 20_000;
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            for (int i = 0; i < 20_000; i++) {
                client.text("frame " + i);
            }

            assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(20_000);
        }
    }

    @Test
    void closingPassesBothWaysWithCodeAndReason() throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        try (var backend = echo(seen);
                var gateway = gateway(backend)) {
            for (var close : List.of("1000 done", "4999 own", "none")) {
                try (var client = WebSocketPeer.client(gateway, "/live/a", "")) {
                    if (close.equals("none")) {
                        client.send(0x80 | CLOSE, new byte[0]);
                    } else {
                        var parts = close.split(" ");
                        client.close(Integer.parseInt(parts[0]), parts[1]);
                    }
                    next(seen);

                    assertThat(next(seen)).isEqualTo("8." + close);
                    assertThat(client.read()).hasToString("8." + close);
                    assertThat(client.isAtEnd()).isTrue();
                }
            }
        }
    }

    @Test
    void backendCloses() throws Exception {
        var answer = new LinkedBlockingQueue<String>();
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    try (var peer = WebSocketPeer.backend(connection, "")) {
                                        peer.text("last words").close(1_011, "broken");
                                        answer.add(peer.read().toString());
                                        answer.add(peer.isAtEnd() ? "end" : "more");
                                    }
                                });
                var gateway = gateway(backend);
                var client = WebSocketPeer.client(gateway, "/live/a", "")) {
            assertThat(client.read()).hasToString("1.last words");
            assertThat(client.read()).hasToString("8.1011 broken");

            client.close(1_011, "heard");

            assertThat(next(answer)).isEqualTo("8.1011 heard");
            assertThat(next(answer)).isEqualTo("end");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void anEndThatGoesWithoutAWordIsToldToTheOther() throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        try (var backend = echo(seen);
                var gateway = gateway(backend)) {
            try (var client = WebSocketPeer.client(gateway, "/live/a", "")) {
                next(seen);
                client.socket().setSoLinger(true, 0);
            }

            assertThat(next(seen)).isEqualTo("8.1001 the client went away");
        }
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    WebSocketPeer.backend(connection, "").text("a");
                                    connection.reset();
                                });
                var gateway = gateway(backend);
                var client = WebSocketPeer.client(gateway, "/live/a", "")) {
            var frame = client.read();

            assertThat((frame.kind() == TEXT ? client.read() : frame))
                    .hasToString("8.1014 the backend went away");
        }
    }

    @Test
    void anEndThatDoesNotAnswerACloseIsNotWaitedForLong() throws Exception {
        var limits = new SocketLimits(9, 1_000, Duration.ofMinutes(1), Duration.ofMillis(200));
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    WebSocketPeer.backend(connection, "");
                                    connection.awaitEnd();
                                });
                var gateway = gateway(backend, limits, "");
                var client = WebSocketPeer.client(gateway, "/live/a", "")) {
            client.close(1_000, "bye");

            assertThat(client.read()).hasToString("8.1001 ");
            assertThat(client.isAtEnd()).isTrue();
            awaitNothingOpen(gateway, backend);
        }
    }

    @Test
    void framesAgainstTheRulesCloseTheSocket() throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        try (var backend = echo(seen);
                var gateway = gateway(backend)) {
            assertThat(closed(gateway, peer -> peer.send(0x81, bytes("unmasked"), false)))
                    .startsWith("1002");
            assertThat(closed(gateway, peer -> peer.send(0xc1, bytes("compressed?"))))
                    .startsWith("1002");
            assertThat(closed(gateway, peer -> peer.send(0x80 | CONTINUATION, bytes("of what?"))))
                    .startsWith("1002");
            assertThat(closed(gateway, peer -> peer.send(PING, bytes("in pieces"))))
                    .startsWith("1002");
            assertThat(closed(gateway, peer -> peer.send(0x80 | CLOSE, new byte[] {3})))
                    .startsWith("1002");
            assertThat(closed(gateway, peer -> peer.send(0x81, new byte[100_001])))
                    .startsWith("1009");
            awaitNothingOpen(gateway, backend);
            assertThat(seen).filteredOn(line -> line.startsWith("8.")).hasSize(6);
            assertThat(seen).filteredOn(line -> line.startsWith("8.1001 ")).hasSize(6);
        }
    }

    private interface Saying {
        void to(WebSocketPeer peer) throws IOException;
    }

    private static String closed(TestGateway gateway, Saying saying) throws IOException {
        try (var client = WebSocketPeer.client(gateway, "/live/a", "")) {
            saying.to(client);
            var frame = client.read();
            return frame.kind() == CLOSE ? frame.reason() : frame.toString();
        }
    }

    @Test
    void messagesInPiecesAreBoundedByTheFilterAndTheBackendsLimit() throws Exception {
        try (var backend = echo(new LinkedBlockingQueue<>());
                var gateway = TestGateway.production()) {
            gateway.route(
                    "GET",
                    "/live/a",
                    "{'output':'no-op','backends':[{'host':'"
                            + backend.host()
                            + "','maxResponse':'500B'}]}",
                    "{'maxBody':'1000B'}");
            var tooMuch =
                    closed(
                            gateway,
                            peer -> {
                                peer.send(TEXT, new byte[450]);
                                peer.read();
                                peer.send(CONTINUATION, new byte[450]);
                                peer.send(CONTINUATION, new byte[450]);
                            });

            assertThat(tooMuch).startsWith("1014");
            assertThat(closed(gateway, peer -> peer.send(TEXT, new byte[1_001])))
                    .startsWith("1009");
        }
    }

    @Test
    void tooLargeFramesOfTheBackendCloseTheSocket() throws Exception {
        var answer = new LinkedBlockingQueue<String>();
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    var peer = WebSocketPeer.backend(connection, "");
                                    peer.send(0x80 | BINARY, new byte[100_001]);
                                    answer.add(peer.read().reason());
                                });
                var gateway = gateway(backend);
                var client = WebSocketPeer.client(gateway, "/live/a", "")) {
            assertThat(client.read().reason()).startsWith("1014");
            assertThat(next(answer)).startsWith("1009");
        }
    }

    @Test
    void idleSocketsAreClosed() throws Exception {
        var limits = new SocketLimits(9, 1_000, Duration.ofMillis(400), Duration.ofSeconds(2));
        var seen = new LinkedBlockingQueue<String>();
        try (var backend = echo(seen);
                var gateway = gateway(backend, limits, "");
                var client = WebSocketPeer.client(gateway, "/live/a", "")) {
            next(seen);
            for (int i = 0; i < 8; i++) {
                TestBackend.pause(100);
                client.send(0x80 | PING, bytes("still here"));
                assertThat(client.read()).hasToString("9.still here");
            }

            assertThat(client.read()).hasToString("8.1001 idle");
            Awaitility.await().until(() -> seen.contains("8.1001 idle"));
            client.close(1_001, "idle");
            awaitNothingOpen(gateway, backend);
        }
    }

    @Test
    void slowClientHoldsTheBackendAndNotMemory() throws Exception {
        var written = new AtomicLong();
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    var peer = WebSocketPeer.backend(connection, "");
                                    while (true) {
                                        peer.send(0x80 | BINARY, new byte[64 << 10]);
                                        written.incrementAndGet();
                                    }
                                });
                var gateway = gateway(backend);
                var client = WebSocketPeer.client(gateway, "/live/a", "")) {
            awaitStanding(written);
            var ahead = written.get();

            assertThat(ahead * 64 / 1_024).isBetween(1L, 24L);

            for (int i = 0; i < ahead + 1_000; i++) {
                assertThat(client.read().content()).hasSize(64 << 10);
            }
        }
    }

    @Test
    void slowBackendHoldsTheClientAndNotMemory() throws Exception {
        var written = new AtomicLong();
        var go = new CompletableFuture<Void>();
        var read = new AtomicLong();
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    var peer = WebSocketPeer.backend(connection, "");
                                    go.join();
                                    while (true) {
                                        peer.read();
                                        read.incrementAndGet();
                                    }
                                });
                var gateway = gateway(backend);
                var client = WebSocketPeer.client(gateway, "/live/a", "")) {
            var _ =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    while (true) {
                                        client.send(0x80 | BINARY, new byte[64 << 10]);
                                        written.incrementAndGet();
                                    }
                                } catch (IOException _) {
                                    // The test is over.
                                }
                            });
            awaitStanding(written);
            var ahead = written.get();

            assertThat(ahead * 64 / 1_024).isBetween(1L, 24L);

            go.complete(null);
            Awaitility.await().until(() -> read.get() > ahead + 1_000);
        }
    }

    private static void awaitStanding(AtomicLong counter) {
        var last = new AtomicLong(-1);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(400))
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            var now = counter.get();
                            return now > 0 && last.getAndSet(now) == now;
                        });
    }

    @Test
    void noMoreThanAllowedAreOpen() throws Exception {
        var limits = new SocketLimits(2, 1_000, Duration.ofMinutes(1), Duration.ofSeconds(1));
        try (var backend = echo(new LinkedBlockingQueue<>());
                var gateway = gateway(backend, limits, "")) {
            try (var one = WebSocketPeer.client(gateway, "/live/a", "");
                    var two = WebSocketPeer.client(gateway, "/live/b", "")) {
                assertThat(one.head()).startsWith("http/1.1 101 ");
                assertThat(two.head()).startsWith("http/1.1 101 ");
                // A relay begins when the client already has its answer.
                await().untilAsserted(() -> assertThat(open(gateway)).isEqualTo(2));
                assertThat(head(gateway, "/live/c", ""))
                        .startsWith("http/1.1 503 ")
                        .contains("retry-after: 1");
            }
            awaitNothingOpen(gateway, backend);

            assertThat(head(gateway, "/live/c", "")).startsWith("http/1.1 101 ");
        }
    }

    @Test
    void stoppingTellsBothEnds() throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        try (var backend = echo(seen);
                var gateway = gateway(backend);
                var client = WebSocketPeer.client(gateway, "/live/a", "")) {
            next(seen);
            var begin = System.nanoTime();
            var stopped = new CompletableFuture<Void>();
            gateway.server.stop(() -> stopped.complete(null));

            assertThat(client.read()).hasToString("8.1001 the gateway is stopping");
            client.close(1_001, "well");
            assertThat(next(seen)).isEqualTo("8.1001 the gateway is stopping");
            assertThat(client.isAtEnd()).isTrue();
            stopped.get(10, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(TestGateway.PROPERTIES.drainTimeout());
        }
    }
}
