package dev.perigee.gateway;

import static dev.perigee.invocations.ScriptedExecutor.value;

import dev.perigee.channels.Stages;
import dev.perigee.events.UnitsOfWork;
import dev.perigee.gateway.configuration.PipelineReader;
import dev.perigee.gateway.encoding.Encodings;
import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.filters.FilterReader;
import dev.perigee.gateway.lura.LuraDocuments;
import dev.perigee.gateway.lura.LuraReader;
import dev.perigee.gateway.pipeline.PipelineCompiler;
import dev.perigee.gateway.pipeline.StepPlugin;
import dev.perigee.gateway.resilience.ProtectionMetrics;
import dev.perigee.gateway.sockets.OpenSockets;
import dev.perigee.gateway.sockets.SocketLimits;
import dev.perigee.gateway.upstream.DnsServiceNames;
import dev.perigee.gateway.upstream.EventLoops;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.invocations.ScriptedExecutor;
import dev.perigee.invocations.TestInvoker;
import dev.perigee.routes.RouteDefinition;
import dev.perigee.routes.RouteTarget;
import dev.perigee.routes.Routes;
import dev.perigee.routes.TestRoutes;
import dev.perigee.tracing.Spans;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

/** A gateway on a free port whose functions are written in the test. */
final class TestGateway implements AutoCloseable {

    static final GatewayProperties PROPERTIES =
            new GatewayProperties(
                    "127.0.0.1",
                    0,
                    "default",
                    DataSize.ofMegabytes(20),
                    DataSize.ofMegabytes(256),
                    DataSize.ofKilobytes(16),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(5));

    /** The same with little patience for bodies. */
    static GatewayProperties impatient(Duration bodyTimeout) {
        return new GatewayProperties(
                PROPERTIES.address(),
                0,
                "default",
                PROPERTIES.maxBody(),
                PROPERTIES.maxBufferedBodies(),
                PROPERTIES.maxHeader(),
                PROPERTIES.headTimeout(),
                bodyTimeout,
                PROPERTIES.idleTimeout(),
                PROPERTIES.drainTimeout());
    }

    private static final UnitsOfWork NO_UNITS =
            _ -> {
                throw new IllegalStateException("no units of work here");
            };

    final Spans spans;
    final ScriptedExecutor executor = new ScriptedExecutor();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final TestInvoker invocations;
    final GatewayServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final Routes routes;
    private final LuraReader lura = new LuraReader(Encodings.builtIn(), Set.of());
    private final EventLoops loops = new EventLoops();
    private final Upstreams upstreams = new Upstreams(new DnsServiceNames(), 1 << 20, loops);

    private final List<StepPlugin> plugins;
    private final OpenSockets sockets;

    private TestGateway(GatewayProperties properties, boolean development, List<String> routes) {
        this(properties, development, routes, new Extras(Spans.none(), List.of()));
    }

    /** What few tests want. */
    private record Extras(Spans spans, List<StepPlugin> plugins, SocketLimits sockets) {

        Extras(Spans spans, List<StepPlugin> plugins) {
            this(
                    spans,
                    plugins,
                    new SocketLimits(1_000, 1 << 20, Duration.ofMinutes(1), Duration.ofSeconds(5)));
        }
    }

    /** With other bounds of WebSockets. */
    static TestGateway sockets(SocketLimits limits, String... routes) {
        return new TestGateway(
                PROPERTIES, true, List.of(routes), new Extras(Spans.none(), List.of(), limits));
    }

    private TestGateway(
            GatewayProperties properties, boolean development, List<String> routes, Extras extras) {
        this.spans = extras.spans();
        this.plugins = extras.plugins();
        this.sockets = new OpenSockets(extras.sockets(), registry);
        invocations = new TestInvoker(executor, registry, 1_000, NO_UNITS, spans);
        var definitions = new ArrayList<RouteDefinition>();
        for (var route : routes) {
            var parts = route.split(" ", 3);
            definitions.add(
                    new RouteDefinition(
                            "default",
                            parts[0],
                            parts[1],
                            parts[2].startsWith("{")
                                    ? new RouteTarget.Pipeline(parts[2])
                                    : new RouteTarget.Function(parts[2])));
        }
        var targets = targets(properties, development);
        this.routes = TestRoutes.of(definitions, targets);
        var load = new GatewayLoad(registry);
        var handler = new GatewayHandler(this.routes, targets, properties.namespace(), load, spans);
        server = new GatewayServer(properties, handler, load, sockets, loops);
        server.start();
    }

    /** A route to the function f behind these filters. */
    static TestGateway filtered(String filters) {
        var gateway = production();
        gateway.executor.on("f", invocation -> Mono.just(value(invocation.argumentsJson())));
        gateway.filter(filters);
        return gateway;
    }

    void filter(String filters) {
        var json = filters.replace('\'', '"');
        routes.replace(
                List.of(
                        new RouteDefinition(
                                "default", "GET", "/f", new RouteTarget.Function("f"), json),
                        new RouteDefinition(
                                "default", "POST", "/f", new RouteTarget.Function("f"), json),
                        new RouteDefinition(
                                "default",
                                "GET",
                                "/secret/*rest",
                                new RouteTarget.Function("f"),
                                json),
                        new RouteDefinition("default", "GET", "/open/:x", "open")));
    }

    /** One more route, to a pipeline behind filters. */
    void route(String method, String path, String pipeline, String filters) {
        routes.fix(
                List.of(
                        new RouteDefinition(
                                "default",
                                method,
                                path,
                                new RouteTarget.Pipeline(pipeline.replace('\'', '"')),
                                filters.replace('\'', '"'))));
    }

    /** Serves a file of Lura's. */
    static TestGateway lura(String file) {
        var gateway = development();
        gateway.serve(file);
        return gateway;
    }

    /** Serves a file of Lura's instead of the former one. */
    void serve(String file) {
        var document = Json.read(file);
        var service = lura.read(document, "default").verified();
        routes.fix(LuraDocuments.routes(service, document, "default"));
    }

    private GatewayTargets targets(GatewayProperties properties, boolean development) {
        var invoker = invocations.invoker();
        var budget =
                new BodyBudget(
                        properties.maxBody().toBytes(), properties.maxBufferedBodies().toBytes());
        return new GatewayTargets(
                new FunctionTarget.Serving(
                        invoker,
                        new Stages(
                                _ -> Mono.error(new IllegalStateException("no channels here")),
                                NO_UNITS),
                        new OutcomeAnswers(development),
                        budget,
                        new Loops(),
                        sockets),
                new PipelineCompiler(
                        Encodings.builtIn(),
                        upstreams,
                        new InvokedFunctions(invoker),
                        plugins,
                        new ProtectionMetrics(registry)),
                new TargetReader(
                        new PipelineReader(Encodings.builtIn()), lura, new FilterReader()));
    }

    static TestGateway development(String... routes) {
        return new TestGateway(PROPERTIES, true, List.of(routes));
    }

    /** With every request's trace sampled. */
    static TestGateway sampled(Spans spans, String... routes) {
        return new TestGateway(PROPERTIES, true, List.of(routes), new Extras(spans, List.of()));
    }

    static TestGateway production(String... routes) {
        return new TestGateway(PROPERTIES, false, List.of(routes));
    }

    static TestGateway with(GatewayProperties properties, String... routes) {
        return new TestGateway(properties, true, List.of(routes));
    }

    static TestGateway with(List<StepPlugin> plugins, String... routes) {
        return new TestGateway(
                PROPERTIES, true, List.of(routes), new Extras(Spans.none(), plugins));
    }

    URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + server.port() + pathAndQuery);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    HttpResponse<String> post(String path, String type, String body)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(
                request.timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** The lines with their ends; an empty one ends a head. */
    static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    /** Sends the text as it is and returns all that comes until the gateway closes. */
    String raw(String request) throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return readAll(socket);
        }
    }

    static String readAll(Socket socket) throws IOException {
        var bytes = new ByteArrayOutputStream();
        socket.getInputStream().transferTo(bytes);
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        server.stop();
        upstreams.close();
    }
}
