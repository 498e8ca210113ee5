package dev.perigee.gateway;

import dev.perigee.channels.Stages;
import dev.perigee.executor.FunctionId;
import dev.perigee.functions.FunctionCatalog;
import dev.perigee.gateway.sockets.OpenSockets;
import dev.perigee.invocations.Invoker;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Answers with what a function returns: arguments, invocation, answer. All of it runs on the
 * connection's event loop, but for the function itself and the checking of large bodies.
 */
final class FunctionTarget implements GatewayTarget {

    private static final byte[] NO_BODY = new byte[0];

    /** Larger bodies are checked off the event loop, which other connections wait for. */
    private static final int LARGE_BODY = 256 << 10;

    private final FunctionId function;
    private final Serving serving;

    FunctionTarget(FunctionId function, Serving serving) {
        this.function = function;
        this.serving = serving;
    }

    /** What all targets share. */
    record Serving(
            Invoker invoker,
            Stages stages,
            OutcomeAnswers answers,
            BodyBudget budget,
            Loops loops,
            OpenSockets sockets) {}

    @Override
    public Mono<Void> answer(Exchange exchange, Map<String, String> parameters) {
        var query = Fields.parse(exchange.rawQuery(), "query");
        var call = new Call(exchange, new Arguments(parameters, query), query);
        if (!exchange.hasBody()) {
            exchange.bodyRead();
            return invoke(call, NO_BODY);
        }
        var budget = serving.budget().upTo(exchange.maxBody());
        if (exchange.contentLength() > budget.maxBody()) {
            throw BodyBuffer.tooLarge(budget.maxBody());
        }
        return RequestBody.read(exchange, budget, body -> invokeWith(call, body));
    }

    /** A request that is about to become an invocation. */
    private record Call(Exchange exchange, Arguments arguments, Fields query) {}

    private Mono<Void> invokeWith(Call call, byte[] body) {
        if (body.length <= LARGE_BODY) {
            return invoke(call, body);
        }
        return Mono.defer(() -> invoke(call, body)).subscribeOn(Schedulers.parallel());
    }

    private Mono<Void> invoke(Call call, byte[] body) {
        var exchange = call.exchange();
        var arguments = call.arguments().json(contentType(exchange, body), body);
        var caller = exchange.caller(RequestView.of(exchange, call.query(), body));
        var request =
                new Invoker.Request(
                        function, FunctionCatalog.LIVE, arguments, "http", caller, null);
        return serving.invoker()
                .invoke(request)
                .publishOn(serving.loops().of(exchange))
                .flatMap(
                        done ->
                                exchange.send(serving.answers().of(done.outcome()), done.id())
                                        .thenReturn(1))
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        exchange.send(
                                                        serving.answers().missing(function.name()),
                                                        null)
                                                .thenReturn(1)))
                .then();
    }

    private static @Nullable String contentType(Exchange exchange, byte[] body) {
        var encoding = exchange.headers().get(HttpHeaderNames.CONTENT_ENCODING);
        if (body.length > 0 && encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new MalformedRequestException(
                    415, "a body with content encoding \"" + encoding + "\" is not understood");
        }
        return exchange.headers().get(HttpHeaderNames.CONTENT_TYPE);
    }
}
