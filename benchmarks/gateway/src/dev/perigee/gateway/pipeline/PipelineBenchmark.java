package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.configuration.ConfigNode;
import dev.perigee.gateway.configuration.PipelineReader;
import dev.perigee.gateway.encoding.Encodings;
import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.resilience.ProtectionMetrics;
import dev.perigee.gateway.upstream.Content;
import dev.perigee.gateway.upstream.DnsServiceNames;
import dev.perigee.gateway.upstream.EventLoops;
import dev.perigee.gateway.upstream.Headers;
import dev.perigee.gateway.upstream.UpstreamReply;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.invocations.Invoker;
import dev.perigee.routes.CompiledTarget;
import dev.perigee.routes.RouteDefinition;
import dev.perigee.routes.RouteTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Mono;

/**
 * A request through a whole pipeline without sockets: path and headers made, the answer decoded,
 * shaped, merged and written again.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PipelineBenchmark {

    private static final String SMALL =
            "{\"id\":7,\"name\":\"a name\",\"price\":12.50,\"tags\":[\"one\",\"two\"],\"secret\":true}";

    private static final byte[] REQUEST =
            """
            GET /users/7?lang=en HTTP/1.1
            Host: api.example.com
            User-Agent: a browser
            Accept: application/json
            Accept-Encoding: gzip
            Content-Type: application/json

            """
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);

    @Param({"1", "5"})
    public int backends;

    /** Each backend's answer: 80 bytes, 1 KB with one long text, 1 KB of many small objects. */
    @Param({"small", "text", "dense"})
    public String answer;

    private Pipeline pipeline;
    private RouteTable routes;
    private EmbeddedChannel connection;
    private PipelineRequest request;

    @Setup
    public void compile() {
        var text = new StringBuilder("{\"query\":\"*\",\"backends\":[");
        for (int i = 0; i < backends; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"function\":\"f\",\"path\":\"/users/{id}\",\"deny\":[\"secret\"],\"group\":\"g")
                    .append(i)
                    .append("\"}");
        }
        var node = ConfigNode.root(Json.read(text.append("]}").toString()));
        var spec =
                new PipelineReader(Encodings.builtIn())
                        .read(node, new PipelineReader.Route("default", "GET", Set.of("id")));
        node.verify();
        var reply =
                new UpstreamReply.Whole(
                        200,
                        Headers.create().set("content-type", "application/json"),
                        body(answer),
                        "");
        pipeline =
                new PipelineCompiler(
                                Encodings.builtIn(),
                                new Upstreams(new DnsServiceNames(), 1 << 20, new EventLoops()),
                                (_, _) -> Mono.just(reply),
                                List.of(),
                                new ProtectionMetrics(new SimpleMeterRegistry()))
                        .compile(spec);
        routes =
                RouteTable.compile(
                        List.of(new RouteDefinition("default", "GET", "/users/:id", "f")),
                        _ -> new CompiledTarget() {});
        connection = new EmbeddedChannel(new HttpServerCodec());
        request =
                new PipelineRequest(
                        "GET",
                        "/",
                        Map.of("id", "7"),
                        Map.of("lang", List.of("en")),
                        Headers.create().set("accept", "*/*").set("user-agent", "Perigee"),
                        Content.None.NONE,
                        new Invoker.Caller("", "", 0, () -> "{}"));
    }

    private static byte[] body(String kind) {
        var some = new StringBuilder(SMALL);
        if (kind.equals("text")) {
            some.insert(some.length() - 1, ",\"text\":\"" + "x".repeat(930) + "\"");
        }
        for (int i = 0; kind.equals("dense") && some.length() < 990; i++) {
            some.insert(some.length() - 1, ",\"item" + i + "\":{\"n\":" + i + ",\"of\":[1,2]}");
        }
        return some.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public byte[] run() {
        return answered(request);
    }

    private byte[] answered(PipelineRequest asked) {
        var reply = (Reply.Data) pipeline.run(asked).block();
        return pipeline.renderer().render(reply.data());
    }

    /** The same from the bytes of the request to those of the answer. */
    @Benchmark
    public int overHttp() {
        connection.writeInbound(Unpooled.wrappedBuffer(REQUEST));
        HttpRequest head = connection.readInbound();
        ReferenceCountUtil.release(connection.readInbound());
        var question = head.uri().indexOf('?');
        var match = (RouteTable.Match.Found) routes.match("GET", head.uri().substring(0, question));
        var headers = Headers.create();
        Headers.copyEndToEnd(head.headers(), headers);
        headers.remove("host").set("X-Forwarded-For", "127.0.0.1").set("X-Forwarded-Host", "x");
        var body =
                answered(
                        new PipelineRequest(
                                "GET",
                                "/",
                                match.parameters(),
                                QueryString.parse(head.uri().substring(question + 1)),
                                headers,
                                Content.None.NONE,
                                new Invoker.Caller("", "", 0, () -> "{}")));
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
        response.headers()
                .set("Content-Type", "application/json")
                .set("X-Perigee-Completed", "true")
                .set("X-Request-Id", "0123456789abcdef0123456789abcdef")
                .set("Content-Length", body.length);
        connection.writeOutbound(response);
        var size = 0;
        for (ByteBuf part = connection.readOutbound();
                part != null;
                part = connection.readOutbound()) {
            size += part.readableBytes();
            part.release();
        }
        return size;
    }
}
