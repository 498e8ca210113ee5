package dev.perigee.invocations;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes ids that need no coordination. An invocation's id is a UUID of version 7, so ids sort by
 * the millisecond of their making.
 */
final class Ids {

    private static final String ZEROS = "0000000000000000";

    private Ids() {}

    static UUID invocation(long epochMillis) {
        var random = ThreadLocalRandom.current();
        var high = (epochMillis << 16) | 0x7000L | (random.nextLong() & 0x0fffL);
        var low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | Long.MIN_VALUE;
        return new UUID(high, low);
    }

    /** The smallest id that an invocation of this millisecond can have. */
    static UUID lowest(long epochMillis) {
        return new UUID((epochMillis << 16) | 0x7000L, Long.MIN_VALUE);
    }

    static String trace() {
        var random = ThreadLocalRandom.current();
        return hex(random.nextLong()) + hex(random.nextLong() | 1);
    }

    static String span() {
        return hex(ThreadLocalRandom.current().nextLong() | 1);
    }

    private static String hex(long value) {
        var hex = Long.toHexString(value);
        return hex.length() == 16 ? hex : ZEROS.substring(hex.length()) + hex;
    }
}
