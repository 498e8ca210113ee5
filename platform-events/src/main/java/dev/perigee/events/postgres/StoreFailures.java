package dev.perigee.events.postgres;

import dev.perigee.events.postgres.DeliveryStore.Claim;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the database fails for the deliveries of a process and tells the operator: of the
 * first failure at once, of those that follow together, at most once every {@link #INTERVAL}
 * whatever number of partitions they interrupt. From any thread.
 */
final class StoreFailures {

    static final Duration INTERVAL = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(StoreFailures.class);
    private static final String ADVICE =
            "Nothing is lost: it is tried again until it succeeds. If this goes on, see whether the"
                    + " database runs, has room on its disk and connections to spare, and what its"
                    + " own log says";

    private final LongSupplier nanos;
    private final AtomicLong total = new AtomicLong();
    private long silent;
    private @Nullable Long toldAt;
    private boolean told;
    private boolean away;

    /**
     * @param nanos a clock
     */
    StoreFailures(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** All failures so far. */
    long total() {
        return total.get();
    }

    /** A partition's turn ended early and will be repeated. */
    void interrupted(Claim claim, Throwable error) {
        var trigger = claim.trigger().settings().name();
        failed(
                "the delivery of trigger \"%s\" of %s in partition %d was interrupted"
                        .formatted(trigger.name(), trigger.namespace(), claim.partition()),
                error);
    }

    /** The look at all triggers failed. */
    void surveyFailed(Throwable error) {
        synchronized (this) {
            away = true;
        }
        failed("the database did not say what there is to deliver", error);
    }

    /** The look at all triggers succeeded. */
    void surveyed() {
        synchronized (this) {
            if (!away) {
                return;
            }
            away = false;
            if (!told) {
                return;
            }
            told = false;
        }
        log.info("the database answers again, deliveries go on");
    }

    private void failed(String what, Throwable error) {
        total.incrementAndGet();
        long others;
        synchronized (this) {
            var now = nanos.getAsLong();
            if (toldAt != null && now - toldAt < INTERVAL.toNanos()) {
                silent++;
                return;
            }
            toldAt = now;
            others = silent;
            silent = 0;
            told = true;
        }
        tell(others == 0 ? what : what + ", as " + others + " times before", error);
    }

    private static void tell(String what, Throwable error) {
        if (DatabaseFailures.isOne(error)) {
            var reason = PartitionWorker.text(DatabaseFailures.deepest(error));
            log.warn("{}: {}. {}.", what, reason, ADVICE);
        } else {
            log.error("{}, which is a fault of this program. {}.", what, ADVICE, error);
        }
    }
}
