package dev.perigee.gateway;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds one request's body, and the memory that all bodies together take while they arrive. */
final class BodyBudget {

    private final long maxBody;
    private final long maxTogether;
    private final AtomicLong reserved;

    BodyBudget(long maxBody, long maxTogether) {
        this(maxBody, maxTogether, new AtomicLong());
    }

    private BodyBudget(long maxBody, long maxTogether, AtomicLong reserved) {
        this.maxBody = maxBody;
        this.maxTogether = maxTogether;
        this.reserved = reserved;
    }

    /** The same memory for a request whose body may not be larger than this. */
    BodyBudget upTo(long bytes) {
        return bytes >= maxBody ? this : new BodyBudget(bytes, maxTogether, reserved);
    }

    long maxBody() {
        return maxBody;
    }

    long reserved() {
        return reserved.get();
    }

    boolean reserve(long bytes) {
        if (reserved.addAndGet(bytes) <= maxTogether) {
            return true;
        }
        reserved.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        reserved.addAndGet(-bytes);
    }
}
