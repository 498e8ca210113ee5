package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.configuration.ConfigNode;
import dev.perigee.gateway.configuration.PipelineReader;
import dev.perigee.gateway.encoding.Encodings;
import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.upstream.Content;
import dev.perigee.gateway.upstream.DnsServiceNames;
import dev.perigee.gateway.upstream.Headers;
import dev.perigee.gateway.upstream.UpstreamReply;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.invocations.Invoker;
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

    private static final String BODY =
            "{\"id\":7,\"name\":\"a name\",\"price\":12.50,\"tags\":[\"one\",\"two\"],\"secret\":true}";

    @Param({"1", "5"})
    public int backends;

    private Pipeline pipeline;
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
                        BODY.getBytes(StandardCharsets.UTF_8),
                        "");
        pipeline =
                new PipelineCompiler(
                                Encodings.builtIn(),
                                new Upstreams(new DnsServiceNames(), 1 << 20),
                                (_, _) -> Mono.just(reply),
                                List.of())
                        .compile(spec);
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

    @Benchmark
    public byte[] run() {
        var reply = (Reply.Data) pipeline.run(request).block();
        return pipeline.renderer().render(reply.data());
    }
}
