package dev.perigee.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.netty.http.server.HttpServerResponse;

/** Counts requests under way and answers given, and knows when the gateway is drained. */
final class GatewayLoad {

    private final LongAdder underWay = new LongAdder();
    private final Counter[] answers = new Counter[6];
    private final Counter aborted;
    private volatile boolean draining;

    GatewayLoad(MeterRegistry registry) {
        for (int i = 1; i < answers.length; i++) {
            answers[i] = registry.counter("perigee.gateway.requests", "status", i + "xx");
        }
        aborted = registry.counter("perigee.gateway.requests", "status", "aborted");
        Gauge.builder("perigee.gateway.requests.active", underWay, LongAdder::sum)
                .register(registry);
    }

    Mono<Void> track(Mono<Void> exchange, HttpServerResponse response) {
        underWay.increment();
        if (draining) {
            response.keepAlive(false);
        }
        return exchange.doFinally(signal -> done(signal, response));
    }

    private void done(SignalType signal, HttpServerResponse response) {
        underWay.decrement();
        if (signal == SignalType.ON_COMPLETE) {
            answers[Math.clamp(response.status().code() / 100, 1, 5)].increment();
        } else {
            aborted.increment();
        }
    }

    /** From now on each answer ends its connection. */
    void startDraining() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    /** Completes when nothing is under way, or after the time given. */
    Mono<Boolean> drained(Duration atMost) {
        return Flux.interval(Duration.ZERO, Duration.ofMillis(10))
                .onBackpressureDrop()
                .filter(_ -> underWay.sum() == 0)
                .map(_ -> true)
                .take(1)
                .timeout(atMost, Flux.just(false))
                .next();
    }
}
