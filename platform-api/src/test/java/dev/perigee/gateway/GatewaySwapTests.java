package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.routes.InvalidRouteException;
import dev.perigee.routes.RouteDefinition;
import dev.perigee.routes.RouteTarget;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The configuration is swapped while requests run: each of them is answered, by one configuration
 * as a whole. {@code benchmarks/gateway-swaps.sh} does it a thousand times in a minute.
 */
class GatewaySwapTests {

    private static final int SWAPS = Integer.getInteger("perigee.swaps", 50);
    private static final Duration TIME =
            Duration.ofSeconds(Integer.getInteger("perigee.swaps.seconds", 2));
    private static final int CLIENTS = 8;

    private final TestBackend backend = new TestBackend().json("/slow", "{\"slow\":1}");
    private final TestGateway gateway = TestGateway.production();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicLong answered = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        gateway.close();
        backend.close();
    }

    /** Everything of a configuration says its number. */
    private List<RouteDefinition> configuration(int number) {
        var routes = new ArrayList<RouteDefinition>();
        routes.add(
                route("/static", "{\"backends\":[{\"static\":{\"v\":" + number + "}}]}", number));
        routes.add(
                route(
                        "/merged",
                        "{\"timeout\":\"30s\",\"backends\":[{\"static\":{\"v\":"
                                + number
                                + "}},{\"host\":\""
                                + backend.host()
                                + "\",\"path\":\"/slow\"}]}",
                        number));
        for (int i = 0; i < 20; i++) {
            routes.add(
                    route(
                            "/other/" + number + "/" + i + "/:id",
                            "{\"backends\":[{\"static\":{\"v\":1}}]}",
                            number));
        }
        return routes;
    }

    private static RouteDefinition route(String path, String pipeline, int number) {
        return new RouteDefinition(
                "default",
                "GET",
                path,
                new RouteTarget.Pipeline(pipeline),
                "{\"responseHeaders\":{\"set\":{\"X-Number\":\"" + number + "\"}}}");
    }

    private static List<RouteDefinition> broken() {
        return List.of(route("/static", "{\"backends\":[]}", 0), route("/x", "{\"timeout\":1}", 0));
    }

    @Test
    void answersEveryRequestByOneConfiguration() throws Exception {
        gateway.routes.replace(configuration(0));
        var clients = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) {
            var path = i % 4 == 0 ? "/merged" : "/static";
            clients.add(Thread.ofPlatform().start(() -> load(path)));
        }

        var pace = TIME.toNanos() / SWAPS;
        var began = System.nanoTime();
        for (int i = 1; i <= SWAPS; i++) {
            if (i % 10 == 0) {
                assertThatThrownBy(() -> gateway.routes.replace(broken()))
                        .isInstanceOf(InvalidRouteException.class)
                        .hasMessageContaining("/pipeline/timeout")
                        .hasMessageContaining("must list at least one backend");
            }
            gateway.routes.replace(configuration(i));
            LockSupport.parkNanos(began + i * pace - System.nanoTime());
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        running.set(false);
        for (var client : clients) {
            client.join();
        }

        System.out.printf(
                "%d swaps in %.1f s, %d requests answered, %d failed%n",
                SWAPS, took.toMillis() / 1_000.0, answered.get(), failures.size());
        assertThat(failures).isEmpty();
        assertThat(answered.get()).isGreaterThan(SWAPS);
    }

    private void load(String path) {
        var request = "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
        try (var socket = gateway.connect()) {
            socket.setSoTimeout(60_000);
            while (running.get()) {
                check(path, exchange(socket, request));
            }
        } catch (IOException e) {
            failures.add(path + ": " + e);
        }
    }

    private void check(String path, String answer) {
        var head =
                answer.substring(0, answer.indexOf("\r\n\r\n")).toLowerCase(java.util.Locale.ROOT);
        var number = head.replaceAll("(?s).*x-number: (\\d+).*", "$1");
        var whole =
                head.startsWith("http/1.1 200 ")
                        && answer.contains("\"v\":" + number)
                        && head.contains("x-perigee-completed: true");
        if (whole) {
            answered.incrementAndGet();
        } else {
            failures.add(path + ": " + answer);
        }
    }

    private static String exchange(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var answer = new StringBuilder();
        var in = socket.getInputStream();
        while (answer.indexOf("\r\n\r\n") < 0) {
            answer.append((char) next(in));
        }
        var length =
                Integer.parseInt(
                        answer.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1"));
        for (int i = 0; i < length; i++) {
            answer.append((char) next(in));
        }
        return answer.toString();
    }

    private static int next(InputStream in) throws IOException {
        var read = in.read();
        if (read < 0) {
            throw new IOException("the connection was closed");
        }
        return read;
    }
}
