package dev.perigee.gateway.pipeline;

import dev.perigee.tracing.OpenSpan;
import dev.perigee.tracing.Span;
import dev.perigee.tracing.TraceParent;
import io.netty.handler.codec.http.HttpHeaders;
import reactor.core.publisher.Mono;

/**
 * A call of a backend as a span of its request's trace, which goes on in the headers: {@code
 * traceparent} and those of the other forms that the client used. A request that is not sampled
 * passes as it is.
 */
record TracedBackend(Backend inner, String name) implements Backend {

    @Override
    public Mono<Reply> send(PipelineRequest request) {
        var caller = request.caller();
        var around = caller.span();
        if (around != null) {
            return Mono.defer(() -> traced(request, around.child(Span.Kind.BACKEND, name)));
        }
        var traceId = caller.traceId();
        var parent = caller.parentSpanId();
        return traceId == null || parent == null || request.headers().contains(TraceParent.HEADER)
                ? inner.send(request)
                : inner.send(
                        request.withHeaders(
                                request.headers()
                                        .copy()
                                        .set(
                                                TraceParent.HEADER,
                                                new TraceParent(traceId, parent, false).header())));
    }

    private Mono<Reply> traced(PipelineRequest request, OpenSpan span) {
        var headers = request.headers().copy();
        write(span, headers);
        return inner.send(request.withHeaders(headers).withCaller(request.caller().within(span)))
                .doOnSuccess(_ -> span.end(null))
                .doOnError(failure -> span.end(String.valueOf(failure.getMessage())))
                .doOnCancel(() -> span.end("cancelled"));
    }

    private static void write(OpenSpan span, HttpHeaders headers) {
        var traceId = span.traceId();
        var spanId = span.spanId();
        headers.set(TraceParent.HEADER, new TraceParent(traceId, spanId, true).header());
        if (headers.contains("b3")) {
            headers.set("b3", traceId + "-" + spanId + "-1");
        }
        if (headers.contains("x-b3-traceid")) {
            headers.set("x-b3-traceid", traceId)
                    .set("x-b3-spanid", spanId)
                    .set("x-b3-sampled", "1");
            var parent = span.parentSpanId();
            if (parent != null) {
                headers.set("x-b3-parentspanid", parent);
            }
        }
        if (headers.contains("x-spacer-trace-id")) {
            headers.set("x-spacer-span-id", spanId);
            var parent = span.parentSpanId();
            if (parent != null) {
                headers.set("x-spacer-parent-span-id", parent);
            }
        }
    }
}
