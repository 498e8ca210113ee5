package dev.perigee.executor.polyglot;

import java.util.concurrent.atomic.AtomicInteger;

/** How many carriers may go on beside the current ones of all lanes. */
final class CarrierBudget {

    private final AtomicInteger left;

    CarrierBudget(int most) {
        left = new AtomicInteger(most);
    }

    boolean take() {
        return left.getAndUpdate(n -> n > 0 ? n - 1 : n) > 0;
    }

    void takeAnyway() {
        left.decrementAndGet();
    }

    void giveBack() {
        left.incrementAndGet();
    }
}
