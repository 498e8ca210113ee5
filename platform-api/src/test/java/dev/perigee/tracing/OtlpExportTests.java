package dev.perigee.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Against a collector that is a few lines of code. */
class OtlpExportTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Spans spans = new Spans(1e6, 10);

    private OtlpExport export(int port, int queued) {
        var properties =
                new TracingProperties(
                        10,
                        10,
                        "http://127.0.0.1:" + port + "/v1/traces",
                        Map.of("authorization", "Bearer t"),
                        queued);
        var export = new OtlpExport(properties, spans, registry);
        export.start();
        return export;
    }

    private OpenSpan record(String name, String error) {
        var span = Objects.requireNonNull(spans.begin(Span.Kind.REQUEST, null, null, null));
        span.name(name);
        span.subject("200");
        span.end(error.isEmpty() ? null : error);
        return span;
    }

    private double unexported(String reason) {
        return registry.get("perigee.traces.unexported")
                .tag("reason", reason)
                .functionCounter()
                .count();
    }

    @Test
    void sendsSpansToTheCollector() throws IOException {
        var bodies = new CopyOnWriteArrayList<byte[]>();
        var authorization = new CopyOnWriteArrayList<String>();
        var collector = collector(bodies, authorization);
        var export = export(collector.getAddress().getPort(), 100);

        var span = record("GET /users/:id", "boom");

        await().atMost(SOON).until(() -> !bodies.isEmpty());
        var text = new String(bodies.getFirst(), StandardCharsets.ISO_8859_1);
        assertThat(text)
                .contains("GET /users/:id", "boom", "service.name", "perigee", "dev.perigee");
        assertThat(text).contains(raw(span.traceId()), raw(span.spanId()));
        assertThat(authorization).containsOnly("Bearer t");
        export.stop();
        collector.stop(0);
    }

    @Test
    void sendsWhatIsLeftWhenItStops() throws IOException {
        var bodies = new CopyOnWriteArrayList<byte[]>();
        var collector = collector(bodies, new CopyOnWriteArrayList<>());
        var export = export(collector.getAddress().getPort(), 100);
        record("the last", "");

        export.stop();

        await().atMost(SOON).until(() -> !bodies.isEmpty());
        collector.stop(0);
    }

    @Test
    void aCollectorThatIsAwayCostsNothingButItsSpans() {
        var export = export(1, 5);
        for (var at = 0; at < 50; at++) {
            record("lost", "");
        }

        assertThat(unexported("overflow")).isGreaterThanOrEqualTo(40);
        await().atMost(SOON).until(() -> unexported("collector") > 0);
        assertThat(spans.newest()).hasSize(10);
        export.stop();
    }

    private static String raw(String hex) {
        var bytes = java.util.HexFormat.of().parseHex(hex);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static HttpServer collector(List<byte[]> bodies, List<String> authorization)
            throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/v1/traces",
                exchange -> {
                    var body = exchange.getRequestBody().readAllBytes();
                    var zipped = new GZIPInputStream(new ByteArrayInputStream(body));
                    authorization.add(exchange.getRequestHeaders().getFirst("Authorization"));
                    bodies.add(zipped.readAllBytes());
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        return server;
    }
}
