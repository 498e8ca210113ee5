package dev.perigee.tracing;

import java.util.concurrent.atomic.AtomicLong;

/** So many a second, and as many again in one burst. */
final class Allowance {

    private final long interval;
    private final long burst;
    private final AtomicLong next = new AtomicLong(Long.MIN_VALUE);

    Allowance(double perSecond) {
        interval = perSecond <= 0 ? 0 : (long) Math.max(1, 1e9 / perSecond);
        burst = 1_000_000_000L;
    }

    boolean take(long nanoTime) {
        if (interval == 0) {
            return false;
        }
        while (true) {
            var due = next.get();
            var begin = due == Long.MIN_VALUE ? nanoTime - burst : due;
            if (begin - nanoTime > 0) {
                return false;
            }
            var from = nanoTime - begin > burst ? nanoTime - burst : begin;
            if (next.compareAndSet(due, from + interval)) {
                return true;
            }
        }
    }
}
