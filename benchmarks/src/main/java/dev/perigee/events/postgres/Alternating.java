package dev.perigee.events.postgres;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.reactivestreams.Publisher;

/**
 * Compares two kinds of requests under one load that goes on: its clients change from one kind to
 * the other several times a second, in the order first, second, second, first. So what makes the
 * machine or the database faster or slower for a while, like a checkpoint, meets both.
 */
final class Alternating {

    private static final long SLICE = 300;

    /** Until the requests of the other kind are answered and those of this one flow. */
    private static final long SETTLING = 80;

    private final LongFunction<Publisher<?>> first;
    private final LongFunction<Publisher<?>> second;
    private final AtomicLong begun = new AtomicLong();
    private volatile boolean takeSecond;

    private Alternating(LongFunction<Publisher<?>> first, LongFunction<Publisher<?>> second) {
        this.first = first;
        this.second = second;
    }

    /**
     * @param perSecond of the first kind, the middle of all slices
     * @param ratio of the second kind's rate to the first's, the middle of all pairs
     * @param low with {@code high}, between which that middle lies at 95 % confidence
     */
    record Result(double perSecond, double ratio, double low, double high) {}

    static Result run(
            int clients,
            Duration duration,
            LongFunction<Publisher<?>> first,
            LongFunction<Publisher<?>> second)
            throws InterruptedException {
        return new Alternating(first, second).run(clients, duration);
    }

    private Result run(int clients, Duration duration) throws InterruptedException {
        var pairs = (int) (duration.toMillis() / (2 * SLICE));
        var rates = new double[pairs];
        var ratios = new double[pairs];
        var load =
                Thread.ofPlatform()
                        .start(() -> Load.run(clients, duration.plusSeconds(5), this::request));
        TimeUnit.SECONDS.sleep(4);
        for (var pair = 0; pair < pairs; pair++) {
            var swapped = pair % 2 == 1;
            var one = rate(swapped);
            var other = rate(!swapped);
            rates[pair] = swapped ? other : one;
            ratios[pair] = swapped ? one / other : other / one;
        }
        load.join();
        Arrays.sort(ratios);
        var spread = (int) Math.ceil(0.98 * Math.sqrt(pairs));
        return new Result(
                Times.median(rates),
                Times.median(ratios),
                ratios[Math.max(0, pairs / 2 - spread)],
                ratios[Math.min(pairs - 1, (pairs - 1) / 2 + spread)]);
    }

    private Publisher<?> request(long n) {
        begun.incrementAndGet();
        return (takeSecond ? second : first).apply(n);
    }

    private double rate(boolean ofSecond) throws InterruptedException {
        takeSecond = ofSecond;
        TimeUnit.MILLISECONDS.sleep(SETTLING);
        var from = begun.get();
        var began = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(SLICE - SETTLING);
        return (begun.get() - from) * 1e9 / (System.nanoTime() - began);
    }
}
