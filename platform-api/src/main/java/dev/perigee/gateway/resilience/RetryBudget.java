package dev.perigee.gateway.resilience;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds retries by a share of the calls, so that they do not multiply the load on a backend in
 * trouble. Some are there at the beginning, and no more than some are saved up.
 */
final class RetryBudget {

    private static final int ONE = 100;
    private static final int FIRST = 10 * ONE;
    private static final int MOST = 100 * ONE;

    private final int share;
    private final AtomicInteger saved = new AtomicInteger(FIRST);

    /**
     * @param share in percent
     */
    RetryBudget(int share) {
        this.share = share;
    }

    void called() {
        if (saved.get() < MOST) {
            saved.addAndGet(share);
        }
    }

    boolean take() {
        return saved.getAndUpdate(now -> now < ONE ? now : now - ONE) >= ONE;
    }
}
