package dev.perigee.lua.runtime;

import com.oracle.truffle.api.TruffleSafepoint;
import java.util.Arrays;

/**
 * Collects the bytes of a string; refuses to grow beyond what a string may have. Appending is a
 * safepoint.
 */
public final class ByteBuilder {

    /** The longest string, in bytes: a single allocation must not be able to exhaust the host. */
    public static final int MAX_LENGTH = 1 << 27;

    private static final int POLL_INTERVAL = 1 << 16;

    private byte[] bytes;
    private int length;
    private int nextPoll = POLL_INTERVAL;

    public ByteBuilder(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    public ByteBuilder append(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public ByteBuilder append(byte[] source) {
        return append(source, 0, source.length);
    }

    public ByteBuilder append(byte[] source, int from, int to) {
        ensure(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    public ByteBuilder append(LuaString string) {
        return append(string.bytes());
    }

    /** Appends text that is ASCII or, one byte a character, Latin-1. */
    public ByteBuilder append(String text) {
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    private void ensure(int more) {
        if (more > bytes.length - length) {
            checkLength((long) length + more);
            if (bytes.length > POLL_INTERVAL) {
                TruffleSafepoint.poll(null);
            }
            bytes =
                    Arrays.copyOf(
                            bytes,
                            (int)
                                    Math.min(
                                            MAX_LENGTH,
                                            Math.max(length + (long) more, length * 2L)));
        }
        if (length >= nextPoll) {
            nextPoll = length + POLL_INTERVAL;
            TruffleSafepoint.poll(null);
        }
    }

    /** Fails when a string may not be so long. */
    public static void checkLength(long length) {
        if (length > MAX_LENGTH) {
            throw LuaError.of("not enough memory", null);
        }
    }

    public int length() {
        return length;
    }

    public LuaString toLuaString() {
        return new LuaString(bytes.length == length ? bytes : Arrays.copyOf(bytes, length));
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
