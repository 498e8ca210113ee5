package dev.perigee.events.postgres;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Collects durations from many threads without taking part in what is measured. */
final class Times {

    private final long[] nanos;
    private final AtomicInteger count = new AtomicInteger();

    Times(int most) {
        this.nanos = new long[most];
    }

    void add(long duration) {
        var index = count.getAndIncrement();
        if (index < nanos.length) {
            nanos[index] = duration;
        }
    }

    int count() {
        return count.get();
    }

    /** Milliseconds that this share of the durations does not exceed. */
    double millis(double share) {
        var sorted = Arrays.copyOf(nanos, Math.min(count.get(), nanos.length));
        Arrays.sort(sorted);
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }

    static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
