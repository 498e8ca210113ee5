package dev.perigee.gateway;

import dev.perigee.gateway.filters.RequestId;
import dev.perigee.gateway.pipeline.Pipeline;
import dev.perigee.gateway.pipeline.PipelineRequest;
import dev.perigee.gateway.pipeline.PipelineSpec;
import dev.perigee.gateway.pipeline.QueryString;
import dev.perigee.gateway.pipeline.Reply;
import dev.perigee.gateway.sockets.OpenSockets;
import dev.perigee.gateway.upstream.Content;
import dev.perigee.gateway.upstream.Headers;
import dev.perigee.gateway.upstream.UpstreamReply;
import dev.perigee.invocations.Invoker;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Answers with what a pipeline of backends replies. */
final class PipelineTarget implements GatewayTarget {

    private static final Logger log = LoggerFactory.getLogger(PipelineTarget.class);
    private static final Pattern STILL_ENCODED = Pattern.compile("[?#]|%[0-9A-Fa-f]{2}");
    private static final String VIA = "X-Forwarded-Via";

    /** What a backend does after it was given up concerns nobody any more. */
    private static final Context QUIET =
            Context.of(
                    "reactor.onErrorDropped.local",
                    (Consumer<Throwable>) late -> log.debug("after the end: {}", late.toString()));

    private final Pipeline pipeline;
    private final PipelineSpec.Entry entry;
    private final PipelineAnswers answers;
    private final BodyBudget budget;
    private final Loops loops;
    private final OpenSockets sockets;

    PipelineTarget(Pipeline pipeline, FunctionTarget.Serving serving) {
        this.pipeline = pipeline;
        this.entry = pipeline.spec().entry();
        this.answers = new PipelineAnswers(pipeline);
        this.budget = serving.budget();
        this.loops = serving.loops();
        this.sockets = serving.sockets();
    }

    @Override
    public Mono<Void> answer(Exchange exchange, Map<String, String> parameters) {
        if (entry.strictParameters() && isStillEncoded(parameters)) {
            return exchange.send(Answer.text(400, "error: encoded url params"), null);
        }
        var query = QueryString.parse(exchange.rawQuery());
        if (query == null) {
            throw new MalformedRequestException("malformed percent-encoding in the query");
        }
        var call = new Call(exchange, parameters, query);
        if (pipeline.isStreaming() && WebSocketHandshake.isWanted(exchange)) {
            return upgrade(call);
        }
        if (!exchange.hasBody()) {
            exchange.bodyRead();
            return run(call, Content.None.NONE);
        }
        if (pipeline.isStreaming()) {
            return run(call, exchange.stream());
        }
        var bounded = budget.upTo(exchange.maxBody());
        if (exchange.contentLength() > bounded.maxBody()) {
            throw BodyBuffer.tooLarge(bounded.maxBody());
        }
        return RequestBody.read(exchange, bounded, body -> run(call, new Content.Bytes(body)));
    }

    /** A request that is about to enter the pipeline. */
    private record Call(
            Exchange exchange, Map<String, String> parameters, Map<String, List<String>> query) {}

    private static boolean isStillEncoded(Map<String, String> parameters) {
        for (var value : parameters.values()) {
            if (STILL_ENCODED.matcher(value).find()) {
                return true;
            }
        }
        return false;
    }

    private Mono<Void> run(Call call, Content body) {
        return run(call, body, reply -> answers.send(call.exchange(), reply));
    }

    /** Goes on as a WebSocket when the backend does. */
    private Mono<Void> upgrade(Call call) {
        var exchange = call.exchange();
        var refusal = WebSocketHandshake.refusal(exchange);
        if (refusal != null) {
            return exchange.send(refusal, null);
        }
        exchange.bodyRead();
        var place = sockets.take();
        if (place == null) {
            return exchange.send(
                    Answer.error(503, "too many WebSockets are open; try again later")
                            .with("Retry-After", "1"),
                    null);
        }
        var wish =
                new Content.Upgrade(
                        WebSocketHandshake.protocols(exchange.headers()), sockets.limits().frame());
        return run(call, wish, reply -> upgrade(exchange, reply, place))
                .doFinally(_ -> place.free());
    }

    private Mono<Void> upgrade(Exchange exchange, Reply reply, OpenSockets.Place place) {
        if (!(reply instanceof Reply.Passed(UpstreamReply.Upgraded upgraded))) {
            return answers.send(exchange, reply);
        }
        var most = pipeline.spec().backends().getFirst().protection().maxAnswer();
        return exchange.upgrade(
                        answers.upgraded(upgraded.headers()),
                        new Exchange.Socket(upgraded.protocol(), sockets.limits().frame()),
                        client -> place.relay(client, upgraded.socket(), exchange.maxBody(), most))
                .doFinally(_ -> upgraded.discard());
    }

    private Mono<Void> run(Call call, Content body, Function<Reply, Mono<Void>> answer) {
        var exchange = call.exchange();
        var request =
                new PipelineRequest(
                        exchange.method(),
                        exchange.path(),
                        call.parameters(),
                        entry.query().query(call.query()),
                        headers(exchange, body),
                        body,
                        caller(call, body));
        return pipeline.run(request)
                .flatMap(reply -> here(exchange, reply, answer))
                .doOnDiscard(Reply.Passed.class, Pipeline::discard)
                .onErrorResume(failure -> failed(exchange, failure))
                .then()
                .contextWrite(QUIET);
    }

    /** Answers on the loop of the connection, at once when that is here. */
    private Mono<Integer> here(Exchange exchange, Reply reply, Function<Reply, Mono<Void>> answer) {
        return exchange.channel().eventLoop().inEventLoop()
                ? answer.apply(reply).thenReturn(1)
                : Mono.just(reply)
                        .publishOn(loops.of(exchange))
                        .flatMap(each -> answer.apply(each).thenReturn(1));
    }

    private Mono<Integer> failed(Exchange exchange, Throwable failure) {
        Mono<Integer> told =
                Mono.defer(
                        () -> {
                            if (exchange.isAnswered()) {
                                return Mono.error(failure);
                            }
                            var answer =
                                    exchange.isBodyLost()
                                            ? exchange.abandon()
                                            : answers.fail(exchange, failure);
                            return answer.thenReturn(1);
                        });
        return exchange.channel().eventLoop().inEventLoop()
                ? told
                : told.subscribeOn(loops.of(exchange));
    }

    private static Invoker.Caller caller(Call call, Content body) {
        return call.exchange()
                .caller(
                        () ->
                                RequestView.of(
                                                call.exchange(),
                                                new Fields(call.query()),
                                                body.bytesOrEmpty())
                                        .get());
    }

    /** What the client sent and may pass, and who the gateway says it was. */
    private HttpHeaders headers(Exchange exchange, Content body) {
        var all = exchange.headers();
        var headers = Headers.create();
        Headers.copyEndToEnd(entry.headers().headers(all), headers);
        if (body instanceof Content.Upgrade) {
            WebSocketHandshake.removeOwn(headers);
            headers.set(HttpHeaderNames.ORIGIN, all.getAll(HttpHeaderNames.ORIGIN));
        }
        headers.remove(HttpHeaderNames.HOST)
                .remove(HttpHeaderNames.CONTENT_LENGTH)
                .remove(HttpHeaderNames.EXPECT);
        var remote = exchange.remote();
        if (remote != null) {
            headers.set("X-Forwarded-For", exchange.client());
        }
        headers.set(RequestId.HEADER, exchange.requestId());
        exchange.trace().copy(all, headers);
        var host = all.get(HttpHeaderNames.HOST);
        if (host != null) {
            headers.set("X-Forwarded-Host", host);
        }
        headers.set(
                headers.contains(HttpHeaderNames.USER_AGENT)
                        ? VIA
                        : HttpHeaderNames.USER_AGENT.toString(),
                entry.userAgent());
        return headers;
    }
}
