package dev.perigee.gateway;

import dev.perigee.executor.FunctionId;
import dev.perigee.functions.FunctionCatalog;
import dev.perigee.invocations.Invoker;
import dev.perigee.routes.RouteTable.Match;
import dev.perigee.routes.Routes;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Answers one request: match, arguments, invocation, answer. All of it runs on the connection's
 * event loop, but for the function itself and the checking of large bodies.
 */
final class GatewayHandler
        implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private static final Logger log = LoggerFactory.getLogger(GatewayHandler.class);
    private static final Answer NOT_FOUND = Answer.error(404, "not found");
    private static final String PRIVATE = "/private/";
    private static final byte[] NO_BODY = new byte[0];

    /** Larger bodies are checked off the event loop, which other connections wait for. */
    private static final int LARGE_BODY = 256 << 10;

    private final Routes routes;
    private final Invoker invoker;
    private final OutcomeAnswers answers;
    private final String namespace;
    private final BodyBudget budget;
    private final GatewayLoad load;
    private final Map<EventLoop, Scheduler> schedulers = new ConcurrentHashMap<>();

    GatewayHandler(
            Routes routes,
            Invoker invoker,
            OutcomeAnswers answers,
            GatewayProperties properties,
            GatewayLoad load) {
        this.routes = routes;
        this.invoker = invoker;
        this.answers = answers;
        this.namespace = properties.namespace();
        this.budget =
                new BodyBudget(
                        properties.maxBody().toBytes(), properties.maxBufferedBodies().toBytes());
        this.load = load;
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        var exchange = new Exchange(request, response);
        return load.track(
                respond(exchange).onErrorResume(failure -> recover(exchange, failure)), response);
    }

    private Mono<Void> respond(Exchange exchange) {
        try {
            return route(exchange);
        } catch (MalformedRequestException malformed) {
            return exchange.send(Answer.error(malformed.status(), message(malformed)), null);
        }
    }

    private Mono<Void> route(Exchange exchange) {
        var path = exchange.path();
        if (path.startsWith(PRIVATE)) {
            return direct(exchange, path.substring(PRIVATE.length()));
        }
        return switch (routes.current().match(exchange.method(), path)) {
            case Match.Found(_, var function, var parameters) ->
                    receive(exchange, function, parameters);
            case Match.OtherMethods(var allowed) ->
                    exchange.send(otherMethods(exchange.method(), allowed), null);
            case Match.NotFound _ -> exchange.send(notFound(exchange), null);
        };
    }

    private static Answer otherMethods(String method, Set<String> allowed) {
        var answer =
                method.equals("OPTIONS")
                        ? Answer.empty(204)
                        : Answer.error(405, "method not allowed");
        return answer.with("Allow", String.join(", ", new TreeSet<>(allowed)));
    }

    private static Answer notFound(Exchange exchange) {
        return Paths.isMalformed(exchange.path())
                ? Answer.error(400, "malformed percent-encoding in the path")
                : NOT_FOUND;
    }

    /** Any function by name, for callers on this machine. */
    private Mono<Void> direct(Exchange exchange, String name) {
        if (!LocalCallers.isLocal(exchange)) {
            return exchange.send(
                    Answer.error(403, "/private is for clients on this machine only"), null);
        }
        var function = Paths.function(namespace, name);
        return function == null
                ? exchange.send(NOT_FOUND, null)
                : receive(exchange, function, Map.of());
    }

    private Mono<Void> receive(
            Exchange exchange, FunctionId function, Map<String, String> parameters) {
        var query = Fields.parse(exchange.rawQuery(), "query");
        var call = new Call(exchange, function, new Arguments(parameters, query), query);
        if (!exchange.hasBody()) {
            exchange.bodyRead();
            return invoke(call, NO_BODY);
        }
        if (exchange.contentLength() > budget.maxBody()) {
            throw BodyBuffer.tooLarge(budget.maxBody());
        }
        return RequestBody.read(exchange, budget, body -> invokeWith(call, body));
    }

    /** A request that is about to become an invocation. */
    private record Call(
            Exchange exchange, FunctionId function, Arguments arguments, Fields query) {}

    private Mono<Void> invokeWith(Call call, byte[] body) {
        if (body.length <= LARGE_BODY) {
            return invoke(call, body);
        }
        return Mono.defer(() -> invoke(call, body)).subscribeOn(Schedulers.parallel());
    }

    private Mono<Void> invoke(Call call, byte[] body) {
        var exchange = call.exchange();
        var arguments = call.arguments().json(contentType(exchange, body), body);
        var trace = Trace.of(exchange.headers());
        var caller = new Invoker.Caller(trace.traceId(), trace.parentSpanId(), 0, view(call, body));
        var request =
                new Invoker.Request(
                        call.function(), FunctionCatalog.LIVE, arguments, "http", caller, null);
        return invoker.invoke(request)
                .publishOn(scheduler(exchange.channel().eventLoop()))
                .flatMap(done -> exchange.send(answers.of(done.outcome()), done.id()).thenReturn(1))
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        exchange.send(answers.missing(call.function().name()), null)
                                                .thenReturn(1)))
                .then();
    }

    private static RequestView view(Call call, byte[] body) {
        var exchange = call.exchange();
        var remote = exchange.remote();
        return new RequestView(
                exchange.method(),
                exchange.path(),
                call.query(),
                exchange.headers(),
                body,
                remote == null ? "" : remote.getAddress().getHostAddress());
    }

    private static @Nullable String contentType(Exchange exchange, byte[] body) {
        var encoding = exchange.headers().get(HttpHeaderNames.CONTENT_ENCODING);
        if (body.length > 0 && encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new MalformedRequestException(
                    415, "a body with content encoding \"" + encoding + "\" is not understood");
        }
        return exchange.headers().get(HttpHeaderNames.CONTENT_TYPE);
    }

    private Scheduler scheduler(EventLoop loop) {
        var scheduler = schedulers.get(loop);
        return scheduler != null
                ? scheduler
                : schedulers.computeIfAbsent(loop, Schedulers::fromExecutor);
    }

    private Mono<Void> recover(Exchange exchange, Throwable failure) {
        if (failure instanceof MalformedRequestException malformed) {
            var answer = Answer.error(malformed.status(), message(malformed));
            return exchange.send(
                    malformed.status() == 503 ? answer.with("Retry-After", "1") : answer, null);
        }
        if (failure instanceof BodyLostException || !exchange.channel().isActive()) {
            return Mono.error(failure);
        }
        log.error(
                "the gateway failed to answer {} {}", exchange.method(), exchange.path(), failure);
        return exchange.isAnswered()
                ? Mono.error(failure)
                : exchange.send(Answer.error(500, "We're sorry, something went wrong"), null);
    }

    private static String message(MalformedRequestException malformed) {
        return String.valueOf(malformed.getMessage());
    }
}
