package dev.perigee.gateway.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Hashes of names, eight bytes at a time. */
final class NameHash {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private NameHash() {}

    /** Of a name of at most eight bytes, with zeros after them. */
    static int of(long name) {
        return (int) mixed(0, name);
    }

    static int of(byte[] text, int from, int to) {
        var hash = 0L;
        var at = from;
        do {
            hash = mixed(hash, word(text, at, Math.min(to - at, Long.BYTES)));
            at += Long.BYTES;
        } while (at < to);
        return (int) hash;
    }

    private static long mixed(long hash, long word) {
        var mixed = (hash ^ word) * 0x9e3779b97f4a7c15L;
        return mixed ^ (mixed >>> 32);
    }

    /** Up to eight bytes; the last ones are zero. */
    private static long word(byte[] text, int at, int count) {
        if (at + Long.BYTES <= text.length) {
            var eight = (long) LONGS.get(text, at);
            return count == Long.BYTES ? eight : eight & ((1L << (count << 3)) - 1);
        }
        var word = 0L;
        for (int i = 0; i < count; i++) {
            word |= (text[at + i] & 0xffL) << (i << 3);
        }
        return word;
    }
}
