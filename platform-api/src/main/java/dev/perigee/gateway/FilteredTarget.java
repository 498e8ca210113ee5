package dev.perigee.gateway;

import dev.perigee.gateway.filters.FilteredRequest;
import dev.perigee.gateway.filters.Filters;
import dev.perigee.gateway.filters.Verdict;
import dev.perigee.tracing.Span;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** A target behind filters. What these find out of the caller are parameters for the target. */
record FilteredTarget(Filters filters, GatewayTarget target, String method, Loops loops)
        implements GatewayTarget {

    @Override
    public Mono<Void> answer(Exchange exchange, Map<String, String> parameters) {
        var request = new Request(exchange, new HashMap<>(2));
        var checked = checked(exchange, request);
        return (filters.checksTokens() ? checked.publishOn(loops.of(exchange)) : checked)
                .flatMap(
                        verdict ->
                                switch (verdict) {
                                    case Verdict.Refuse refusal -> refuse(exchange, refusal);
                                    case Verdict.Pass _ ->
                                            target.answer(
                                                    exchange, with(parameters, request.identity()));
                                });
    }

    private Mono<Verdict> checked(Exchange exchange, Request request) {
        var around = exchange.span();
        if (around == null) {
            return filters.check(request);
        }
        var span = around.child(Span.Kind.FILTERS, "filters");
        return filters.check(request)
                .doOnSuccess(
                        verdict ->
                                span.end(
                                        verdict instanceof Verdict.Refuse refused
                                                ? "refused with " + refused.status()
                                                : null))
                .doOnError(failure -> span.end(String.valueOf(failure.getMessage())))
                .doOnCancel(() -> span.end("cancelled"));
    }

    private static Mono<Void> refuse(Exchange exchange, Verdict.Refuse refusal) {
        var answer = Answer.error(refusal.status(), refusal.message());
        for (var header : refusal.headers().entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return exchange.send(answer, null);
    }

    private static Map<String, String> with(
            Map<String, String> parameters, Map<String, String> identity) {
        if (identity.isEmpty()) {
            return parameters;
        }
        var all = new LinkedHashMap<>(parameters);
        all.putAll(identity);
        return all;
    }

    /** The answer to a browser that asks before a request; null when it may not make it. */
    @Nullable Answer preflight(Exchange exchange) {
        var headers =
                filters.cors().map(cors -> cors.preflight(exchange.headers(), method)).orElse(null);
        if (headers == null) {
            return null;
        }
        var answer = Answer.empty(204);
        for (var header : headers.entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }

    private record Request(Exchange exchange, Map<String, String> identity)
            implements FilteredRequest {

        @Override
        public String method() {
            return exchange.method();
        }

        @Override
        public HttpHeaders headers() {
            return exchange.headers();
        }

        @Override
        public @Nullable InetAddress remote() {
            var remote = exchange.remote();
            return remote == null ? null : remote.getAddress();
        }

        @Override
        public String client() {
            return exchange.client();
        }

        @Override
        public void speaksFor(String address) {
            exchange.speaksFor(address);
        }

        @Override
        public void proved(ObjectNode claims) {
            exchange.proved(claims);
        }

        @Override
        public void called(String requestId) {
            exchange.called(requestId);
        }

        @Override
        public void limitBody(long bytes) {
            exchange.limitBody(bytes);
        }

        @Override
        public void onAnswer(Consumer<HttpHeaders> change) {
            exchange.onAnswer(change);
        }
    }
}
