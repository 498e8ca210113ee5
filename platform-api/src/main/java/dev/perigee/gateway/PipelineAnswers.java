package dev.perigee.gateway;

import dev.perigee.gateway.pipeline.Pipeline;
import dev.perigee.gateway.pipeline.PipelineSpec;
import dev.perigee.gateway.pipeline.Reply;
import dev.perigee.gateway.upstream.Headers;
import dev.perigee.gateway.upstream.UpstreamException;
import dev.perigee.gateway.upstream.UpstreamReply;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Writes what a pipeline came to. */
final class PipelineAnswers {

    private static final Logger log = LoggerFactory.getLogger(PipelineAnswers.class);

    private final Pipeline pipeline;
    private final PipelineSpec.Answering answering;
    private final String cacheControl;

    PipelineAnswers(Pipeline pipeline) {
        this.pipeline = pipeline;
        answering = pipeline.spec().answering();
        cacheControl = "public, max-age=" + answering.cacheTtl().toSeconds();
    }

    Mono<Void> send(Exchange exchange, Reply reply) {
        return switch (reply) {
            case Reply.Data data -> exchange.send(rendered(exchange, data), null);
            case Reply.Passed(UpstreamReply.Whole whole) ->
                    exchange.send(
                            new Answer(
                                    whole.status(),
                                    passed(whole.headers()),
                                    new Answer.Body.Bytes(whole.body())),
                            null);
            case Reply.Passed(UpstreamReply.Streaming streaming) ->
                    exchange.pass(
                            streaming.status(), streamed(streaming.headers()), streaming.body());
            case Reply.Passed(UpstreamReply.Upgraded upgraded) -> {
                upgraded.discard();
                yield Mono.error(new IllegalStateException("nobody asked for a WebSocket"));
            }
        };
    }

    private Answer rendered(Exchange exchange, Reply.Data reply) {
        var renderer =
                pipeline.renderer().accepting(exchange.headers().get(HttpHeaderNames.ACCEPT));
        var headers = new ArrayList<Map.Entry<String, String>>(6);
        headers.add(Map.entry("Content-Type", renderer.contentType()));
        addFixed(headers);
        var complete = reply.complete() && !reply.data().isEmpty();
        addCompleted(headers, complete);
        if (complete && !answering.cacheTtl().isZero()) {
            headers.add(Map.entry("Cache-Control", cacheControl));
        }
        reply.headers().iteratorAsString().forEachRemaining(headers::add);
        for (var failure : reply.failures()) {
            log.debug("{} {}: {}", exchange.method(), exchange.path(), failure.getMessage());
        }
        return new Answer(
                reply.status(), headers, new Answer.Body.Bytes(renderer.render(reply.data())));
    }

    private void addFixed(List<Map.Entry<String, String>> headers) {
        headers.addAll(answering.headers().entrySet());
    }

    private void addCompleted(List<Map.Entry<String, String>> headers, boolean complete) {
        if (!answering.completedHeader().isEmpty()) {
            headers.add(Map.entry(answering.completedHeader(), Boolean.toString(complete)));
        }
    }

    private List<Map.Entry<String, String>> passed(HttpHeaders upstream) {
        var headers = new ArrayList<Map.Entry<String, String>>();
        addFixed(headers);
        var own = Headers.create();
        Headers.copyEndToEnd(upstream, own);
        own.remove(HttpHeaderNames.CONTENT_LENGTH).remove(HttpHeaderNames.CONTENT_ENCODING);
        own.iteratorAsString().forEachRemaining(headers::add);
        return headers;
    }

    private HttpHeaders streamed(HttpHeaders upstream) {
        var headers = Headers.create();
        answering.headers().forEach(headers::add);
        Headers.copyEndToEnd(upstream, headers);
        return headers;
    }

    /** The headers of a handshake's answer. */
    HttpHeaders upgraded(HttpHeaders upstream) {
        var headers = streamed(upstream);
        WebSocketHandshake.removeOwn(headers);
        return headers;
    }

    /** There is no data at all. */
    Mono<Void> fail(Exchange exchange, Throwable failure) {
        if (!(failure instanceof UpstreamException known)) {
            return Mono.error(failure);
        }
        log.debug("{} {}: {}", exchange.method(), exchange.path(), known.text());
        var headers = new ArrayList<Map.Entry<String, String>>();
        addFixed(headers);
        addCompleted(headers, false);
        var status = answering.plainErrors() && !known.isForClient() ? 500 : known.status();
        if (status == 503) {
            headers.add(Map.entry("Retry-After", "1"));
        }
        return exchange.send(new Answer(status, headers, body(status, known)), null);
    }

    private Answer.Body body(int status, UpstreamException failure) {
        if (answering.plainErrors()) {
            var text = answering.tellsErrors() ? failure.text() : "";
            return new Answer.Body.Bytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        var message = answering.tellsErrors() ? failure.text() : plain(status);
        return new Answer.Body.Json("", JsonWriter.error(message), "");
    }

    private static String plain(int status) {
        return switch (status) {
            case 502 -> "a backend gave no usable answer";
            case 503 -> "a backend is busy; try again later";
            case 504 -> "a backend took too long";
            default -> "a backend refused the request";
        };
    }
}
