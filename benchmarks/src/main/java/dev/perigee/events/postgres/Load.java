package dev.perigee.events.postgres;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** So many clients, each with one request under way, for a while. */
final class Load {

    private static final int MOST = 4_000_000;

    private final LongFunction<Publisher<?>> request;
    private final Times times = new Times(MOST);
    private final AtomicLong number = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch running;
    private final long end;

    private Load(int clients, Duration duration, LongFunction<Publisher<?>> request) {
        this.request = request;
        this.running = new CountDownLatch(clients);
        this.end = System.nanoTime() + duration.toNanos();
    }

    /** What came of it. */
    record Result(double perSecond, double p50, double p99) {}

    static Result run(int clients, Duration duration, LongFunction<Publisher<?>> request) {
        var load = new Load(clients, duration, request);
        var started = System.nanoTime();
        for (var client = 0; client < clients; client++) {
            load.next();
        }
        try {
            load.running.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        if (load.failure.get() != null) {
            throw new IllegalStateException(load.failure.get());
        }
        var seconds = (System.nanoTime() - started) / 1e9;
        return new Result(
                load.times.count() / seconds, load.times.millis(0.5), load.times.millis(0.99));
    }

    private void next() {
        var began = System.nanoTime();
        if (began >= end || failure.get() != null) {
            running.countDown();
            return;
        }
        var _ =
                Mono.from(request.apply(number.getAndIncrement()))
                        .subscribe(
                                _ -> {},
                                error -> {
                                    failure.set(error);
                                    running.countDown();
                                },
                                () -> {
                                    times.add(System.nanoTime() - began);
                                    next();
                                });
    }
}
