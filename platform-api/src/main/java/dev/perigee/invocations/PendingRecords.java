package dev.perigee.invocations;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The records that wait to be written: bounded in number and in bytes, and in how many uneventful
 * ones come in a second. What does not fit is dropped and counted.
 */
final class PendingRecords {

    /** How many seconds' worth of uneventful records may come in one burst. */
    private static final int BURST_SECONDS = 5;

    private final int most;
    private final long mostBytes;
    private final int perSecond;
    private final Queue<InvocationRecord> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong allowance;
    private final LongAdder overflowed = new LongAdder();
    private final LongAdder sampledOut = new LongAdder();
    private double earned;

    PendingRecords(InvocationProperties properties) {
        this.most = properties.bufferedRecords();
        this.mostBytes = properties.bufferedLogs().toBytes();
        this.perSecond = properties.recordedPerSecond();
        this.allowance = new AtomicLong((long) perSecond * BURST_SECONDS);
    }

    void add(InvocationRecord invocation) {
        if (invocation.isUneventful() && allowance.getAndDecrement() <= 0) {
            allowance.incrementAndGet();
            sampledOut.increment();
            return;
        }
        var weight = invocation.size();
        if (size.incrementAndGet() > most) {
            size.decrementAndGet();
            overflowed.increment();
        } else if (bytes.addAndGet(weight) > mostBytes) {
            bytes.addAndGet(-weight);
            size.decrementAndGet();
            overflowed.increment();
        } else {
            queue.add(invocation);
        }
    }

    /** Takes up to this many, oldest first. */
    List<InvocationRecord> take(int atMost) {
        var taken = new ArrayList<InvocationRecord>();
        while (taken.size() < atMost) {
            var next = queue.poll();
            if (next == null) {
                break;
            }
            size.decrementAndGet();
            bytes.addAndGet(-next.size());
            taken.add(next);
        }
        return taken;
    }

    /** Lets more uneventful records in as time passes; called by one thread. */
    void earn(double seconds) {
        earned += seconds * perSecond;
        var whole = (long) earned;
        earned -= whole;
        allowance.updateAndGet(now -> Math.min(now + whole, (long) perSecond * BURST_SECONDS));
    }

    int size() {
        return size.get();
    }

    long overflowed() {
        return overflowed.sum();
    }

    long sampledOut() {
        return sampledOut.sum();
    }
}
