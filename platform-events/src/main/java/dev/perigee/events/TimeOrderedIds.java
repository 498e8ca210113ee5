package dev.perigee.events;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of version 7 (RFC 9562): ordered by millisecond, random beyond it. */
final class TimeOrderedIds {

    private TimeOrderedIds() {}

    static UUID next() {
        var random = ThreadLocalRandom.current();
        var high = (System.currentTimeMillis() << 16) | 0x7000L | (random.nextLong() & 0x0fffL);
        var low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
