package dev.perigee.lua.runtime;

import com.oracle.truffle.api.TruffleSafepoint;
import java.util.ArrayDeque;

/**
 * The bytes of a long string that nobody has looked at yet: what it is made of, and how long it is.
 * Strings that are built piece by piece are copied once, and those that are only measured or handed
 * on never (Boehm, Atkinson, Plass: Ropes, an Alternative to Strings, 1995).
 */
sealed interface Rope {

    /** Shorter strings are copied at once: that is cheaper, and bounds the number of pieces. */
    int SHORTEST = 1 << 10;

    /** How much is copied between two safepoints. */
    int COPIED_AT_ONCE = 1 << 20;

    /** In bytes. */
    int length();

    /** One string behind another. */
    record Joined(LuaString left, LuaString right, int length) implements Rope {}

    /** A string again and again, with another between. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Repeated(byte[] string, byte[] separator, int length) implements Rope {

        /** Copies what is there already, in pieces between which it can stop. */
        void copyTo(byte[] target, int from) {
            int end = from + length;
            int filled = put(string, target, from, end);
            filled = put(separator, target, filled, end);
            int unit = filled - from;
            while (filled < end) {
                // Whole units, so that each piece begins where one does.
                int piece = Math.min(filled - from, Math.max(unit, COPIED_AT_ONCE / unit * unit));
                int copied = Math.min(piece, end - filled);
                System.arraycopy(target, from, target, filled, copied);
                filled += copied;
                TruffleSafepoint.poll(null);
            }
        }

        private static int put(byte[] bytes, byte[] target, int at, int end) {
            int copied = Math.min(bytes.length, end - at);
            System.arraycopy(bytes, 0, target, at, copied);
            return at + copied;
        }
    }

    /** The bytes of a whole rope; a safepoint every so often. */
    static byte[] flatten(Rope rope) {
        var target = new byte[rope.length()];
        var open = new ArrayDeque<LuaString>();
        int start = open(rope, open, target, target.length);
        int nextPoll = start - COPIED_AT_ONCE;
        while (!open.isEmpty()) {
            var last = open.pop();
            var inner = last.rope();
            start =
                    inner == null
                            ? put(last.bytes(), target, start)
                            : open(inner, open, target, start);
            if (start < nextPoll) {
                nextPoll = start - COPIED_AT_ONCE;
                TruffleSafepoint.poll(null);
            }
        }
        return target;
    }

    /** Takes a rope apart, its end on top: most strings grow there, so that few pieces are open. */
    private static int open(Rope rope, ArrayDeque<LuaString> open, byte[] target, int end) {
        return switch (rope) {
            case Joined joined -> {
                open.push(joined.left());
                open.push(joined.right());
                yield end;
            }
            case Repeated repeated -> {
                repeated.copyTo(target, end - repeated.length());
                yield end - repeated.length();
            }
        };
    }

    private static int put(byte[] bytes, byte[] target, int end) {
        System.arraycopy(bytes, 0, target, end - bytes.length, bytes.length);
        return end - bytes.length;
    }
}
