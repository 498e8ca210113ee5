package dev.perigee.gateway;

import static dev.perigee.invocations.ScriptedExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perigee.tracing.RecordedSpans;
import dev.perigee.tracing.Span;
import dev.perigee.tracing.Spans;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The spans of requests through the gateway, and what backends and functions learn of them. */
class GatewayTracingTests {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    private final Spans spans = RecordedSpans.all();
    private final TestBackend backend = new TestBackend();
    private final TestGateway gateway =
            TestGateway.sampled(
                    spans,
                    "GET /f f",
                    ("GET /p/:id {'backends':[{'host':'HOST','path':'/u/{id}'},"
                                    + "{'host':'function:f','path':'/'}]}")
                            .replace('\'', '"')
                            .replace("HOST", backend.host()));

    @AfterEach
    void close() {
        gateway.close();
        backend.close();
    }

    private void get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(gateway.uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        gateway.send(request);
    }

    private List<Span> recorded(int count) {
        await().atMost(Duration.ofSeconds(10)).until(() -> RecordedSpans.of(spans).size() == count);
        return RecordedSpans.of(spans);
    }

    private static Span of(List<Span> spans, Span.Kind kind) {
        return spans.stream().filter(span -> span.kind() == kind).findFirst().orElseThrow();
    }

    @Test
    void aFunctionIsASpanOfItsRequest() throws Exception {
        gateway.executor.on("f", call -> Mono.just(value('"' + call.context().spanId() + '"')));

        get("/f", "traceparent", "00-" + TRACE + "-" + SPAN + "-01");

        var all = recorded(2);
        var request = of(all, Span.Kind.REQUEST);
        var function = of(all, Span.Kind.FUNCTION);
        assertThat(request.traceId()).isEqualTo(TRACE);
        assertThat(request.parentSpanId()).isEqualTo(SPAN);
        assertThat(request.name()).isEqualTo("GET /f");
        assertThat(request.subject()).isEqualTo("200");
        assertThat(function.traceId()).isEqualTo(TRACE);
        assertThat(function.parentSpanId()).isEqualTo(request.spanId());
        assertThat(function.name()).isEqualTo("f");
        assertThat(function.subject()).hasSize(36);
    }

    @Test
    void backendsAreSpansAndLearnTheirs() throws Exception {
        backend.json("/u/7", "{}");
        gateway.executor.on("f", _ -> Mono.just(value("{}")));

        get("/p/7", "b3", TRACE + "-" + SPAN + "-1", "X-SPACER-TRACE-ID", "order-7");

        var all = recorded(4);
        var request = of(all, Span.Kind.REQUEST);
        var called =
                all.stream()
                        .filter(span -> span.name().equals("GET /u/{id}"))
                        .findFirst()
                        .orElseThrow();
        assertThat(request.name()).isEqualTo("GET /p/:id");
        assertThat(called.kind()).isEqualTo(Span.Kind.BACKEND);
        assertThat(called.parentSpanId()).isEqualTo(request.spanId());
        var asked = backend.last();
        assertThat(asked.header("traceparent"))
                .isEqualTo("00-" + TRACE + "-" + called.spanId() + "-01");
        assertThat(asked.header("b3")).isEqualTo(TRACE + "-" + called.spanId() + "-1");
        assertThat(asked.header("x-spacer-trace-id")).isEqualTo("order-7");
        assertThat(asked.header("x-spacer-span-id")).isEqualTo(called.spanId());
        assertThat(asked.header("x-spacer-parent-span-id")).isEqualTo(request.spanId());
        assertThat(of(all, Span.Kind.FUNCTION).parentSpanId()).isNotEqualTo(request.spanId());
    }

    @Test
    void manyFieldsOfB3GoOn() throws Exception {
        backend.json("/u/7", "{}");
        gateway.executor.on("f", _ -> Mono.just(value("{}")));

        get("/p/7", "X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN, "X-B3-Sampled", "1");

        var request = of(recorded(4), Span.Kind.REQUEST);
        var asked = backend.last();
        assertThat(asked.header("x-b3-traceid")).isEqualTo(TRACE);
        assertThat(asked.header("x-b3-spanid")).isNotEqualTo(SPAN).hasSize(16);
        assertThat(asked.header("x-b3-parentspanid")).isEqualTo(request.spanId());
        assertThat(asked.header("x-b3-sampled")).isEqualTo("1");
    }

    @Test
    void whatIsNotSampledGoesOnAllTheSame() throws Exception {
        backend.json("/u/7", "{}");
        gateway.executor.on("f", _ -> Mono.just(value("{}")));

        get("/p/7", "traceparent", "00-" + TRACE + "-" + SPAN + "-00", "tracestate", "a=b");
        var standard = backend.last();
        get("/p/7", "b3", TRACE + "-" + SPAN + "-0");

        assertThat(standard.header("traceparent")).isEqualTo("00-" + TRACE + "-" + SPAN + "-00");
        assertThat(standard.header("tracestate")).isEqualTo("a=b");
        assertThat(backend.last().header("traceparent"))
                .isEqualTo("00-" + TRACE + "-" + SPAN + "-00");
        assertThat(RecordedSpans.of(spans)).isEmpty();
    }

    @Test
    void failuresShow() throws Exception {
        backend.status("/u/7", 500, "no");
        gateway.executor.on("f", _ -> Mono.just(value("{}")));

        get("/p/7");

        var all = recorded(4);
        assertThat(all)
                .filteredOn(span -> span.name().equals("GET /u/{id}"))
                .singleElement()
                .satisfies(span -> assertThat(span.error()).contains("500"));
    }

    @Test
    void filtersAreASpan() throws Exception {
        gateway.filter("{'deny':['127.0.0.0/8']}");

        get("/f");

        var all = recorded(2);
        assertThat(of(all, Span.Kind.FILTERS).error()).isEqualTo("refused with 403");
        assertThat(of(all, Span.Kind.FILTERS).parentSpanId())
                .isEqualTo(of(all, Span.Kind.REQUEST).spanId());
    }
}
