package dev.perigee.gateway;

import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.pipeline.QueryString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** What every service of Lura's answers by itself. */
enum LuraTarget implements GatewayTarget {
    HEALTH,
    DEBUG,
    ECHO;

    private static final int MOST_ECHOED = 1 << 20;

    @Override
    public Mono<Void> answer(Exchange exchange, Map<String, String> parameters) {
        return switch (this) {
            case HEALTH -> exchange.send(health(), null);
            case DEBUG -> exchange.send(json(Json.object().put("message", "pong")), null);
            case ECHO -> echo(exchange);
        };
    }

    private static Answer health() {
        var health = Json.object().put("status", "ok");
        health.putObject("agents");
        return json(health.put("now", Instant.now().toString()));
    }

    private static Answer json(ObjectNode value) {
        return Answer.json(200, "", Json.text(value), "");
    }

    private static Mono<Void> echo(Exchange exchange) {
        if (!exchange.hasBody()) {
            exchange.bodyRead();
            return exchange.send(json(echoed(exchange, new byte[0])), null);
        }
        return RequestBody.read(
                exchange,
                new BodyBudget(MOST_ECHOED, MOST_ECHOED),
                body -> exchange.send(json(echoed(exchange, body)), null));
    }

    private static ObjectNode echoed(Exchange exchange, byte[] body) {
        var echo = Json.object().put("req_uri", exchange.request().uri());
        var query = exchange.rawQuery() == null ? "" : exchange.rawQuery();
        echo.putObject("req_uri_details")
                .put("user", "")
                .put("host", exchange.headers().get("host", ""))
                .put("path", exchange.path())
                .put("query", query)
                .put("fragment", "");
        echo.put("req_method", exchange.method());
        put(echo.putObject("req_querystring"), QueryString.parse(query));
        echo.put("req_body", new String(body, StandardCharsets.UTF_8));
        var headers = echo.putObject("req_headers");
        for (var name : exchange.headers().names()) {
            exchange.headers().getAll(name).forEach(headers.putArray(name)::add);
        }
        return echo;
    }

    private static void put(
            ObjectNode object,
            @org.jspecify.annotations.Nullable Map<String, List<String>> values) {
        if (values != null) {
            values.forEach((name, all) -> all.forEach(object.putArray(name)::add));
        }
    }

    /** Names the methods of a path. */
    record Options(List<String> methods) implements GatewayTarget {

        @Override
        public Mono<Void> answer(Exchange exchange, Map<String, String> parameters) {
            var answer =
                    Answer.empty(200)
                            .with("Allow", String.join(", ", methods))
                            .with("X-Krakend", "Version undefined");
            return exchange.send(answer, null);
        }
    }
}
