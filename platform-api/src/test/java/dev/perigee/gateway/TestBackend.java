package dev.perigee.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/** A real HTTP server whose answers are written in the test; it keeps what it was asked. */
public final class TestBackend implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    public TestBackend() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Answers one exchange. */
    public interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    /** A request that came in; headers by lower-case name. */
    public record Asked(String method, String uri, Map<String, List<String>> headers, String body) {

        public String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var headers = new ConcurrentHashMap<String, List<String>>();
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) ->
                                headers.put(name.toLowerCase(java.util.Locale.ROOT), values));
        var uri = exchange.getRequestURI().toString();
        asked.add(new Asked(exchange.getRequestMethod(), uri, headers, body));
        var handler = handlers.get(exchange.getRequestURI().getRawPath());
        if (handler == null) {
            answer(exchange, 404, "text/plain", "nothing at " + uri);
        } else {
            handler.handle(exchange);
        }
        exchange.close();
    }

    public TestBackend on(String path, Handler handler) {
        handlers.put(path, handler);
        return this;
    }

    public TestBackend json(String path, String json) {
        return on(path, exchange -> answer(exchange, 200, "application/json", json));
    }

    public TestBackend status(String path, int status, String body) {
        return on(path, exchange -> answer(exchange, status, "text/plain", body));
    }

    /** Answers after the given time. */
    public TestBackend slow(String path, long millis, String json) {
        return on(
                path,
                exchange -> {
                    pause(millis);
                    answer(exchange, 200, "application/json", json);
                });
    }

    public static void pause(long millis) {
        java.util.concurrent.locks.LockSupport.parkNanos(millis * 1_000_000);
    }

    public static void answer(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        var empty = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, empty ? -1 : bytes.length);
        if (!empty) {
            exchange.getResponseBody().write(bytes);
        }
    }

    public static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public List<Asked> asked() {
        return asked;
    }

    public Asked last() {
        return asked.getLast();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Scheme, host and port. */
    public String host() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
