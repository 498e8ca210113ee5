package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Bodies of any size pass through in both directions, as fast as the slower end takes them. */
class StreamingTests {

    private static final long LARGE = 64L << 20;

    /** What sockets, their peers and the gateway may hold of a body that nobody reads. */
    private static final long UNDER_WAY = 24L << 20;

    private static final byte[] BLOCK = new byte[64 << 10];

    private static TestGateway gateway(RawBackend backend, String more) {
        return TestGateway.development(route(backend, more));
    }

    private static String route(RawBackend backend, String more) {
        return "ANY /x {\"output\":\"no-op\",\"headers\":\"*\","
                + more
                + "\"backends\":[{\"host\":\""
                + backend.host()
                + "\",\"path\":\"/y\",\"method\":\"POST\"}]}";
    }

    @Test
    void clientsThatAskFirstAreToldToGoOn() throws Exception {
        try (var backend = counting();
                var gateway = gateway(backend, "");
                var socket = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                var out = socket.getOutputStream();
                out.write(ascii("POST /x HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"));
                out.write(ascii("Content-Length: 100000\r\n\r\n"));

                assertThat(answer(socket.getInputStream())).isEqualTo("100 ");

                write(out, 100_000);
                assertThat(answer(socket.getInputStream())).isEqualTo("200 100000");
            }
        }
    }

    @Test
    void slowBackendIsNotTakenForASlowClient() throws Exception {
        var impatient = TestGateway.impatient(Duration.ofMillis(600));
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    var head = connection.readHead();
                                    for (int i = 0; i < 4; i++) {
                                        TestBackend.pause(1_500);
                                        connection.in().readNBytes(4 << 20);
                                    }
                                    connection.skip(
                                            RawBackend.Connection.contentLength(head)
                                                    - (16L << 20));
                                    connection.answer("200 OK", "whole");
                                });
                var gateway = TestGateway.with(impatient, route(backend, ""));
                var socket = gateway.connect()) {
            var out = socket.getOutputStream();
            out.write(ascii("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: " + LARGE));
            out.write(ascii("\r\n\r\n"));
            write(out, LARGE);

            assertThat(answer(socket.getInputStream())).isEqualTo("200 whole");
        }
    }

    private static RawBackend counting() {
        return new RawBackend(
                connection -> {
                    for (var head = connection.readHead();
                            !head.isEmpty();
                            head = connection.readHead()) {
                        connection.answer("200 OK", Long.toString(connection.skipBody(head)));
                    }
                });
    }

    private static void write(OutputStream out, long length) throws IOException {
        for (var left = length; left > 0; left -= BLOCK.length) {
            out.write(BLOCK, 0, (int) Math.min(left, BLOCK.length));
        }
    }

    private static void writeChunked(OutputStream out, long length) throws IOException {
        var size = (Integer.toHexString(BLOCK.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        for (var left = length; left > 0; left -= BLOCK.length) {
            out.write(size);
            out.write(BLOCK);
            out.write('\r');
            out.write('\n');
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void largeUploadsOfKnownLengthArriveWhole() throws Exception {
        try (var backend = counting();
                var gateway = gateway(backend, "");
                var socket = gateway.connect()) {
            for (int i = 0; i < 4; i++) {
                var out = socket.getOutputStream();
                out.write(ascii("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: " + LARGE));
                out.write(ascii("\r\n\r\n"));
                write(out, LARGE);

                assertThat(answer(socket.getInputStream())).isEqualTo("200 " + LARGE);
            }
            // The next upload may come before its connection is back in the pool.
            assertThat(backend.accepted()).isLessThan(4);
        }
    }

    @Test
    void largeUploadsOfUnknownLengthArriveWhole() throws Exception {
        try (var backend = counting();
                var gateway = gateway(backend, "");
                var socket = gateway.connect()) {
            for (int i = 0; i < 4; i++) {
                var out = socket.getOutputStream();
                out.write(ascii("POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"));
                out.write(ascii("\r\n"));
                writeChunked(out, LARGE);

                assertThat(answer(socket.getInputStream())).isEqualTo("200 " + LARGE);
            }
            // The next upload may come before its connection is back in the pool.
            assertThat(backend.accepted()).isLessThan(4);
        }
    }

    @Test
    void largeDownloadsArriveWhole() throws Exception {
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    connection.readHead();
                                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: ");
                                    connection.write(LARGE + "\r\n\r\n");
                                    write(connection.out(), LARGE);
                                    connection.readHead();
                                    connection.write("HTTP/1.1 200 OK\r\n");
                                    connection.write("Transfer-Encoding: chunked\r\n\r\n");
                                    writeChunked(connection.out(), LARGE);
                                    connection.readHead();
                                    connection.write("HTTP/1.0 200 OK\r\n\r\n");
                                    write(connection.out(), LARGE);
                                });
                var gateway = gateway(backend, "");
                var socket = gateway.connect()) {
            var connection =
                    new RawBackend.Connection(
                            socket,
                            new BufferedInputStream(socket.getInputStream()),
                            socket.getOutputStream());
            for (int i = 0; i < 3; i++) {
                connection.write("GET /x HTTP/1.1\r\nHost: x\r\n\r\n");
                var head = connection.readHead();

                assertThat(head).startsWith("http/1.1 200 ok");
                assertThat(connection.skipBody(head)).isEqualTo(LARGE);
            }
            assertThat(backend.accepted()).isOne();
        }
    }

    @Test
    void bothDirectionsFlowAtTheSameTime() throws Exception {
        try (var backend = new RawBackend(StreamingTests::echo);
                var gateway = gateway(backend, "");
                var socket = gateway.connect();
                var writer = Executors.newVirtualThreadPerTaskExecutor()) {
            var sent =
                    writer.submit(
                            () -> {
                                var out = socket.getOutputStream();
                                out.write(ascii("POST /x HTTP/1.1\r\nHost: x\r\n"));
                                out.write(ascii("Content-Length: " + LARGE + "\r\n\r\n"));
                                write(out, LARGE);
                                return true;
                            });
            var connection =
                    new RawBackend.Connection(
                            socket,
                            new BufferedInputStream(socket.getInputStream()),
                            socket.getOutputStream());
            var head = connection.readHead();

            assertThat(head).startsWith("http/1.1 200 ok");
            assertThat(connection.skipBody(head)).isEqualTo(LARGE);
            assertThat(sent.get()).isTrue();
        }
    }

    private static void echo(RawBackend.Connection connection) throws IOException {
        var head = connection.readHead();
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
        var buffer = new byte[64 << 10];
        var left = RawBackend.Connection.contentLength(head);
        while (left > 0) {
            var read = connection.in().read(buffer);
            if (read < 0) {
                return;
            }
            connection.out().write(buffer, 0, read);
            left -= read;
        }
        connection.awaitEnd();
    }

    @Test
    void slowReaderHoldsTheBackendAndNotMemory() throws Exception {
        var written = new AtomicLong();
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    connection.readHead();
                                    connection.write("HTTP/1.1 200 OK\r\n\r\n");
                                    while (true) {
                                        connection.out().write(BLOCK);
                                        written.addAndGet(BLOCK.length);
                                    }
                                });
                var gateway = gateway(backend, "");
                var socket = gateway.connect()) {
            var before = directMemory();
            socket.getOutputStream().write(ascii("GET /x HTTP/1.1\r\nHost: x\r\n\r\n"));
            awaitStanding(written);

            assertThat(written).hasValueBetween(1L, UNDER_WAY);
            assertThat(directMemory() - before).isLessThan(UNDER_WAY);

            var wanted = written.get() + LARGE;
            var in = socket.getInputStream();
            for (var read = 0L; read < wanted; read += in.read(BLOCK.clone())) {
                assertThat(read).isNotNegative();
            }
            assertThat(written).hasValueGreaterThan(LARGE);
        }
    }

    @Test
    void backendThatDoesNotReadHoldsTheClientAndIsGivenUp() throws Exception {
        var written = new AtomicLong();
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    connection.readHead();
                                    new Semaphore(0).acquireUninterruptibly();
                                });
                var gateway = gateway(backend, "\"timeout\":\"3s\",");
                var socket = gateway.connect();
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var before = directMemory();
            var _ =
                    clients.submit(
                            () -> {
                                var out = socket.getOutputStream();
                                out.write(ascii("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: "));
                                out.write(ascii((1L << 30) + "\r\n\r\n"));
                                while (true) {
                                    out.write(BLOCK);
                                    written.addAndGet(BLOCK.length);
                                }
                            });
            awaitStanding(written);

            assertThat(written).hasValueBetween(1L, UNDER_WAY);
            assertThat(directMemory() - before).isLessThan(UNDER_WAY);
            assertThat(answer(socket.getInputStream()))
                    .isEqualTo("504 {\"error\":\"a backend took too long\"}");
        }
    }

    @Test
    void anAnswerThatStandsStillIsBrokenOff() throws Exception {
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    connection.readHead();
                                    connection.write("HTTP/1.1 200 OK\r\n\r\nfirst");
                                    connection.awaitEnd();
                                });
                var gateway =
                        TestGateway.development(
                                route(backend, "")
                                        .replace(
                                                "\"path\"", "\"idleTimeout\":\"400ms\",\"path\""));
                var socket = gateway.connect()) {
            socket.getOutputStream().write(ascii("GET /x HTTP/1.1\r\nHost: x\r\n\r\n"));

            // Chunked without a last chunk: nobody takes it for a whole answer.
            assertThat(TestGateway.readAll(socket)).endsWith("5\r\nfirst\r\n");
            Awaitility.await().until(() -> backend.open() == 0);
        }
    }

    @Test
    void aReaderThatTakesItsTimeIsNoStandstill() throws Exception {
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    connection.readHead();
                                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: ");
                                    connection.write(LARGE + "\r\n\r\n");
                                    write(connection.out(), LARGE);
                                });
                var gateway =
                        TestGateway.development(
                                route(backend, "")
                                        .replace(
                                                "\"path\"", "\"idleTimeout\":\"400ms\",\"path\""));
                var socket = gateway.connect()) {
            socket.getOutputStream().write(ascii("GET /x HTTP/1.1\r\nHost: x\r\n\r\n"));
            TestBackend.pause(1_500);
            var connection =
                    new RawBackend.Connection(
                            socket,
                            new BufferedInputStream(socket.getInputStream()),
                            socket.getOutputStream());
            var head = connection.readHead();

            assertThat(connection.skipBody(head)).isEqualTo(LARGE);
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

    private static long directMemory() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Status and body of the next answer. */
    private static String answer(InputStream in) throws IOException {
        var connection =
                new RawBackend.Connection(
                        new java.net.Socket(), in, OutputStream.nullOutputStream());
        var head = connection.readHead();
        var length = (int) RawBackend.Connection.contentLength(head);
        var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return head.split(" ", 3)[1] + " " + body;
    }
}
