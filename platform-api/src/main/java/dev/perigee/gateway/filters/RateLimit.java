package dev.perigee.gateway.filters;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Lets each caller make so many requests in so much time, evenly refilled, and tells it by {@code
 * RateLimit-*} headers where it stands. One number per caller is kept, and forgotten once it means
 * nothing any more; beyond a bound new callers share one number.
 */
final class RateLimit implements Function<FilteredRequest, Verdict> {

    private static final int MOST_CALLERS = 100_000;
    private static final String OTHERS = "\0others";

    private final Function<FilteredRequest, String> key;
    private final long interval;
    private final long tolerance;
    private final int burst;
    private final LongSupplier nanos;

    /** When each caller's last request will have been paid for. */
    private final Map<String, AtomicLong> paid = new ConcurrentHashMap<>();

    /**
     * @param interval nanoseconds that pay for one request
     * @param burst how many may come at once
     */
    RateLimit(Function<FilteredRequest, String> key, long interval, int burst, LongSupplier nanos) {
        this.key = key;
        this.interval = Math.max(1, interval);
        this.tolerance = this.interval * burst;
        this.burst = burst;
        this.nanos = nanos;
    }

    @Override
    public Verdict apply(FilteredRequest request) {
        var now = nanos.getAsLong();
        var until = until(key.apply(request), now);
        while (true) {
            var before = until.get();
            var owed = Math.max(before - now, 0);
            var wait = owed + interval - tolerance;
            if (wait > 0) {
                tell(request, 0, owed);
                return new Verdict.Refuse(
                        429,
                        "too many requests; try again later",
                        Map.of("Retry-After", seconds(wait)));
            }
            if (until.compareAndSet(before, now + owed + interval)) {
                tell(request, (tolerance - owed - interval) / interval, owed + interval);
                return Verdict.Pass.PASS;
            }
        }
    }

    private void tell(FilteredRequest request, long remaining, long full) {
        request.onAnswer(
                headers ->
                        headers.set("RateLimit-Limit", Integer.toString(burst))
                                .set("RateLimit-Remaining", Long.toString(remaining))
                                .set("RateLimit-Reset", seconds(full)));
    }

    private static String seconds(long nanos) {
        return Long.toString((nanos + 999_999_999) / 1_000_000_000);
    }

    private AtomicLong until(String caller, long now) {
        var known = paid.get(caller);
        if (known != null) {
            return known;
        }
        if (paid.size() >= MOST_CALLERS) {
            paid.values().removeIf(until -> until.get() - now <= 0);
        }
        var name = paid.size() >= MOST_CALLERS ? OTHERS : caller;
        return paid.computeIfAbsent(name, _ -> new AtomicLong(now));
    }

    int callers() {
        return paid.size();
    }
}
