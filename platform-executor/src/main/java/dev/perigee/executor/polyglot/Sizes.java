package dev.perigee.executor.polyglot;

import java.time.Duration;

/** Sizes and durations as people write them. */
final class Sizes {

    private Sizes() {}

    static String text(long bytes) {
        if (bytes >= 1 << 20 && bytes % (1 << 20) == 0) {
            return (bytes >> 20) + " MB";
        }
        if (bytes >= 1 << 10 && bytes % (1 << 10) == 0) {
            return (bytes >> 10) + " KB";
        }
        return bytes + " bytes";
    }

    static String text(Duration duration) {
        return duration.toMillis() + " ms";
    }

    /** Whether text needs more UTF-8 bytes than allowed, looking at it only when in doubt. */
    static boolean exceeds(String text, long allowed) {
        if (text.length() > allowed) {
            return true;
        }
        return 3L * text.length() > allowed && utf8Length(text) > allowed;
    }

    private static long utf8Length(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800 || Character.isSurrogate(c)) {
                length += 2;
            } else {
                length += 3;
            }
        }
        return length;
    }
}
