package dev.perigee.gateway;

import dev.perigee.routes.RouteTable.Match;
import dev.perigee.routes.Routes;
import dev.perigee.tracing.OpenSpan;
import dev.perigee.tracing.Span;
import dev.perigee.tracing.Spans;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Answers one request: finds the route and lets its target answer. All of it runs on the
 * connection's event loop.
 */
final class GatewayHandler
        implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private static final Logger log = LoggerFactory.getLogger(GatewayHandler.class);
    private static final Answer NOT_FOUND = Answer.error(404, "not found");
    private static final String PRIVATE = "/private/";

    private final Routes routes;
    private final GatewayTargets targets;
    private final String namespace;
    private final GatewayLoad load;
    private final Spans spans;

    GatewayHandler(
            Routes routes,
            GatewayTargets targets,
            String namespace,
            GatewayLoad load,
            Spans spans) {
        this.spans = spans;
        this.routes = routes;
        this.targets = targets;
        this.namespace = namespace;
        this.load = load;
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        var exchange = new Exchange(request, response);
        var trace = exchange.trace();
        var span =
                spans.begin(
                        Span.Kind.REQUEST, trace.traceId(), trace.parentSpanId(), trace.sampled());
        if (span == null) {
            return load.track(recovered(exchange), response);
        }
        span.name(exchange.method());
        exchange.begin(span);
        return load.track(
                recovered(exchange).doFinally(signal -> end(span, signal, response)), response);
    }

    private Mono<Void> recovered(Exchange exchange) {
        return respond(exchange).onErrorResume(failure -> recover(exchange, failure));
    }

    private static void end(OpenSpan span, SignalType signal, HttpServerResponse response) {
        var status = response.status().code();
        span.subject(Integer.toString(status));
        if (signal == SignalType.ON_COMPLETE) {
            span.end(status < 500 ? null : "status " + status);
        } else {
            span.end("aborted");
        }
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
            case Match.Found(var route, GatewayTarget target, var parameters) -> {
                var span = exchange.span();
                if (span != null) {
                    span.name(exchange.method() + " " + route.path());
                }
                yield target.answer(exchange, parameters);
            }
            case Match.Found(var route, _, _) ->
                    Mono.error(new IllegalStateException("the gateway did not compile " + route));
            case Match.OtherMethods(var allowed) when isPreflight(exchange) ->
                    preflight(exchange, allowed);
            case Match.OtherMethods(var allowed) ->
                    exchange.send(otherMethods(exchange.method(), allowed), null);
            case Match.NotFound _ -> exchange.send(notFound(exchange), null);
        };
    }

    private static boolean isPreflight(Exchange exchange) {
        return exchange.method().equals("OPTIONS")
                && exchange.headers().contains("origin")
                && exchange.headers().contains("access-control-request-method");
    }

    /** Answers for the route that the browser wants to ask. */
    private Mono<Void> preflight(Exchange exchange, Set<String> allowed) {
        var method = exchange.headers().get("access-control-request-method", "");
        if (routes.current().match(method, exchange.path())
                instanceof Match.Found(_, FilteredTarget target, _)) {
            var answer = target.preflight(exchange);
            if (answer != null) {
                return exchange.send(answer, null);
            }
        }
        return exchange.send(otherMethods("OPTIONS", allowed), null);
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
                : targets.function(function).answer(exchange, Map.of());
    }

    private Mono<Void> recover(Exchange exchange, Throwable failure) {
        if (failure instanceof MalformedRequestException malformed) {
            var answer = Answer.error(malformed.status(), message(malformed));
            return exchange.send(
                    malformed.status() == 503 ? answer.with("Retry-After", "1") : answer, null);
        }
        if (failure instanceof BodyLostException
                || AbortedException.isConnectionReset(failure)
                || !exchange.channel().isActive()) {
            return exchange.abandon();
        }
        log.error(
                "the gateway failed to answer {} {}", exchange.method(), exchange.path(), failure);
        return exchange.isAnswered()
                ? exchange.abandon()
                : exchange.send(Answer.error(500, "We're sorry, something went wrong"), null);
    }

    private static String message(MalformedRequestException malformed) {
        return String.valueOf(malformed.getMessage());
    }
}
