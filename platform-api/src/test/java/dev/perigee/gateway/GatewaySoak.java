package dev.perigee.gateway;

import static dev.perigee.invocations.ScriptedExecutor.value;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import reactor.core.publisher.Mono;

/**
 * Lets clients and backends break off at every phase, and passes large bodies, under paranoid leak
 * detection. The tests of the build run a short one; as a program it takes the number of aborts and
 * the megabytes of a body, and ends with 1 when something leaked.
 */
final class GatewaySoak implements AutoCloseable {

    private static final byte[] BLOCK = new byte[64 << 10];
    private static final int AT_ONCE = 64;
    private static final List<String> PHASES =
            List.of(
                    "client: in the head",
                    "client: in a streamed body",
                    "client: in a collected body",
                    "client: before a passed answer",
                    "client: before a read answer",
                    "client: before a function's answer",
                    "client: in the answer",
                    "client: slow, then gone",
                    "backend: at once",
                    "backend: in the request's body",
                    "backend: in the head",
                    "backend: in the body",
                    "backend: in the chunks",
                    "backend: in a read body",
                    "backend: ends early",
                    "timeout: no answer",
                    "timeout: no reader",
                    "socket: client before the answer",
                    "socket: client when open",
                    "socket: client in a frame",
                    "socket: client reads nothing",
                    "socket: client closes",
                    "socket: client is early",
                    "socket: client breaks the rules",
                    "socket: backend in the handshake",
                    "socket: backend refuses",
                    "socket: backend in a frame",
                    "socket: backend closes");

    private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
    private final LogWatch log = new LogWatch();
    private final RawBackend backend = new RawBackend(GatewaySoak::converse);
    private final TestGateway gateway;

    GatewaySoak() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        gateway =
                TestGateway.development(
                        route("ANY /pass/*rest", "\"output\":\"no-op\",\"timeout\":\"10s\","),
                        route("ANY /read/*rest", "\"timeout\":\"10s\","),
                        route("ANY /late/*rest", "\"output\":\"no-op\",\"timeout\":\"60ms\","),
                        "ANY /slow slow");
        gateway.executor.on("slow", _ -> Mono.delay(Duration.ofSeconds(30)).thenReturn(value("1")));
    }

    private String route(String match, String more) {
        return match
                + " {\"headers\":\"*\","
                + more
                + "\"backends\":[{\"method\":\"POST\",\"path\":\"/{*rest}\",\"host\":\""
                + backend.host()
                + "\"}]}";
    }

    /** What backends do, by the path that they are asked for. */
    private static void converse(RawBackend.Connection connection) throws IOException {
        for (var head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
            switch (head.split(" ", 3)[1]) {
                case "/ws/echo", "/ws/flood", "/ws/frame", "/ws/close" -> {
                    speak(connection, head);
                    return;
                }
                case "/silent" -> connection.awaitEnd();
                case "/deaf" -> TestBackend.pause(2_000);
                case "/reset" -> connection.reset();
                case "/reset-body" -> {
                    connection.in().readNBytes(1_000);
                    connection.reset();
                }
                case "/reset-head", "/reset-answer", "/reset-chunks", "/ends" -> {
                    breakOff(connection, head.split(" ", 3)[1]);
                    return;
                }
                case "/endless" -> {
                    connection.write("HTTP/1.1 200 OK\r\n\r\n");
                    while (true) {
                        connection.out().write(BLOCK);
                    }
                }
                case "/large" -> {
                    var length =
                            RawBackend.Connection.contentLength(
                                    head.replace("x-want", "content-length"));
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
                    write(connection.out(), length);
                }
                default -> connection.answer("200 OK", Long.toString(connection.skipBody(head)));
            }
        }
    }

    private static void speak(RawBackend.Connection connection, String head) throws IOException {
        try (var peer = WebSocketPeer.backend(connection, head, "")) {
            switch (head.split(" ", 3)[1]) {
                case "/ws/flood" -> {
                    while (true) {
                        peer.send(0x82, BLOCK);
                    }
                }
                case "/ws/frame" -> {
                    peer.text("whole");
                    peer.out().write(new byte[] {(byte) 0x82, 126, 9, 9, 1, 2, 3});
                    connection.reset();
                }
                case "/ws/close" -> {
                    peer.close(1_000, "");
                    peer.read();
                }
                default -> {
                    while (true) {
                        var frame = peer.read();
                        peer.send(frame.head(), frame.content());
                    }
                }
            }
        }
    }

    private static void breakOff(RawBackend.Connection connection, String path) throws IOException {
        switch (path) {
            case "/reset-head" -> connection.write("HTTP/1.1 200 OK\r\nX").reset();
            case "/reset-answer" -> {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n");
                connection.out().write(BLOCK);
                connection.reset();
            }
            case "/reset-chunks" -> {
                connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nh");
                connection.reset();
            }
            default -> connection.write("HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\nabc");
        }
    }

    private static void write(OutputStream out, long length) throws IOException {
        for (var left = length; left > 0; left -= BLOCK.length) {
            out.write(BLOCK, 0, (int) Math.min(left, BLOCK.length));
        }
    }

    /** So many exchanges that break off, all phases in turns. */
    void aborts(int count) throws InterruptedException {
        var room = new Semaphore(AT_ONCE);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                var number = i;
                room.acquire();
                clients.execute(
                        () -> {
                            try (var socket = gateway.connect()) {
                                socket.setReceiveBufferSize(32 << 10);
                                abort(socket, PHASES.get(number % PHASES.size()));
                                if (number / PHASES.size() % 2 == 0) {
                                    socket.setSoLinger(true, 0);
                                }
                            } catch (IOException _) {
                                // The gateway was quicker.
                            } finally {
                                room.release();
                            }
                        });
            }
        }
    }

    private static void abort(Socket socket, String phase) throws IOException {
        switch (phase) {
            case "client: in the head" -> say(socket, "POST /pass/a HTTP/1.1\r\nHost: x\r\nX");
            case "client: in a streamed body" -> body(socket, "/pass/a", 500_000);
            case "client: in a collected body" -> body(socket, "/read/a", 500_000);
            case "client: before a passed answer" -> get(socket, "/pass/silent");
            case "client: before a read answer" -> get(socket, "/read/silent");
            case "client: before a function's answer" -> get(socket, "/slow");
            case "client: in the answer" -> {
                get(socket, "/pass/endless");
                socket.getInputStream().readNBytes(100_000);
            }
            case "client: slow, then gone" -> {
                get(socket, "/pass/endless");
                TestBackend.pause(50);
            }
            case "backend: at once" -> ask(socket, "/pass/reset");
            case "backend: in the request's body" -> {
                body(socket, "/pass/reset-body", 900_000);
                drain(socket.getInputStream());
            }
            case "backend: in the head" -> ask(socket, "/pass/reset-head");
            case "backend: in the body" -> ask(socket, "/pass/reset-answer");
            case "backend: in the chunks" -> ask(socket, "/pass/reset-chunks");
            case "backend: in a read body" -> ask(socket, "/read/reset-answer");
            case "backend: ends early" -> ask(socket, "/pass/ends");
            case "timeout: no answer" -> ask(socket, "/late/silent");
            case "timeout: no reader" -> {
                body(socket, "/late/deaf", 900_000);
                drain(socket.getInputStream());
            }
            default -> abortSocket(socket, phase);
        }
    }

    private static void abortSocket(Socket socket, String phase) throws IOException {
        switch (phase) {
            case "socket: client before the answer" ->
                    say(socket, WebSocketPeer.request("/pass/silent", ""));
            case "socket: client when open" -> {
                var peer = WebSocketPeer.client(socket, "/pass/ws/echo", "");
                peer.text("hello").read();
                peer.text("unread");
            }
            case "socket: client in a frame" ->
                    WebSocketPeer.client(socket, "/pass/ws/echo", "")
                            .out()
                            .write(new byte[] {(byte) 0x81, (byte) 0xfe, 9, 9, 1, 2, 3, 4, 5});
            case "socket: client reads nothing" -> {
                WebSocketPeer.client(socket, "/pass/ws/flood", "");
                TestBackend.pause(50);
            }
            case "socket: client closes" ->
                    WebSocketPeer.client(socket, "/pass/ws/echo", "").close(1_000, "").read();
            case "socket: client is early" ->
                    say(socket, WebSocketPeer.request("/pass/ws/echo", "") + "\u0081\u0081....x");
            case "socket: client breaks the rules" ->
                    WebSocketPeer.client(socket, "/pass/ws/echo", "")
                            .send(0x81, BLOCK, false)
                            .read();
            case "socket: backend in the handshake" ->
                    WebSocketPeer.client(socket, "/pass/reset-head", "");
            case "socket: backend refuses" -> WebSocketPeer.client(socket, "/pass/refuse", "");
            case "socket: backend in a frame" ->
                    drain(WebSocketPeer.client(socket, "/pass/ws/frame", "").socket());
            default -> drain(WebSocketPeer.client(socket, "/pass/ws/close", "").socket());
        }
    }

    private static void drain(Socket socket) throws IOException {
        drain(socket.getInputStream());
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void get(Socket socket, String path) throws IOException {
        say(socket, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    private static void ask(Socket socket, String path) throws IOException {
        get(socket, path);
        drain(socket.getInputStream());
    }

    /** Half of a body of this length, or all that the gateway takes. */
    private static void body(Socket socket, String path, int length) throws IOException {
        say(
                socket,
                "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n");
        write(socket.getOutputStream(), length / 2);
    }

    private static void drain(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    /** Passes one body in each direction; tells how many bytes came on the other side. */
    long[] stream(long bytes) throws IOException {
        try (var socket = gateway.connect()) {
            socket.setSoTimeout(120_000);
            say(
                    socket,
                    "POST /pass/count HTTP/1.1\r\nHost: x\r\nContent-Length: "
                            + bytes
                            + "\r\n\r\n");
            write(socket.getOutputStream(), bytes);
            var connection =
                    new RawBackend.Connection(
                            socket, socket.getInputStream(), socket.getOutputStream());
            var head = connection.readHead();
            var counted =
                    connection.in().readNBytes((int) RawBackend.Connection.contentLength(head));
            say(socket, "GET /pass/large HTTP/1.1\r\nHost: x\r\nX-Want: " + bytes + "\r\n\r\n");
            return new long[] {
                Long.parseLong(new String(counted, StandardCharsets.US_ASCII)),
                connection.skipBody(connection.readHead())
            };
        }
    }

    /** Waits until nothing is under way any more; tells the direct memory that is still in use. */
    long settle() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> active() == 0);
        for (int i = 0; i < 5; i++) {
            System.gc();
            // Leaks are told when the next buffer is made.
            PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
            Unpooled.directBuffer(16).release();
            TestBackend.pause(50);
        }
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    double active() {
        return gateway.registry.get("perigee.gateway.requests.active").gauge().value();
    }

    /** What was logged as an error, leaks among it; that backends broke off are only warnings. */
    List<String> errors() {
        return log.warnings().stream().filter(line -> line.startsWith("ERROR")).toList();
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        backend.close();
        log.close();
        ResourceLeakDetector.setLevel(before);
    }

    public static void main(String[] arguments) throws Exception {
        var aborts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        var megabytes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_024;
        var failed = false;
        try (var soak = new GatewaySoak()) {
            soak.aborts(aborts / 5);
            var first = soak.settle();
            for (int i = 0; i < 4; i++) {
                soak.aborts(aborts / 5);
                System.out.printf(
                        "aborts %d: direct memory %d KB%n",
                        (i + 2) * aborts / 5, soak.settle() >> 10);
            }
            var grown = soak.settle() - first;
            System.out.printf("grown since the first fifth: %d KB%n", grown >> 10);
            var begin = System.nanoTime();
            var came = soak.stream((long) megabytes << 20);
            System.out.printf(
                    "%d MB up, %d MB down in %.1f s, heap of at most %d MB, direct memory %d KB%n",
                    came[0] >> 20,
                    came[1] >> 20,
                    (System.nanoTime() - begin) / 1e9,
                    Runtime.getRuntime().maxMemory() >> 20,
                    soak.settle() >> 10);
            soak.errors().stream().distinct().limit(20).forEach(System.out::println);
            failed =
                    !soak.errors().isEmpty()
                            || grown > 16L << 20
                            || came[0] != (long) megabytes << 20
                            || came[1] != came[0];
        }
        System.out.println(failed ? "FAILED" : "nothing leaked");
        System.exit(failed ? 1 : 0);
    }
}
