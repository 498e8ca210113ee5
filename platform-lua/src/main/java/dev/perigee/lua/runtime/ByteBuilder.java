package dev.perigee.lua.runtime;

import com.oracle.truffle.api.TruffleSafepoint;
import dev.perigee.lua.LuaContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects the bytes of a string on the thread that its context is entered on; refuses to grow
 * beyond what a string may have. Appending is a safepoint. What has grown long is kept in pieces,
 * for a large array takes the JVM time in which it cannot be stopped.
 */
public final class ByteBuilder {

    private static final int POLL_INTERVAL = 1 << 16;

    private static final int PIECE = 1 << 22;

    /** Bytes that are complete, as many as are used of an array. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Piece(byte[] bytes, int length) {}

    private List<Piece> full = List.of();

    /** How much is in the full pieces. */
    private int before;

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
            grow(more);
        }
        if (length >= nextPoll) {
            nextPoll = length + POLL_INTERVAL;
            TruffleSafepoint.poll(null);
        }
    }

    private void grow(int more) {
        checkLength((long) before + length + more);
        if (bytes.length > POLL_INTERVAL) {
            TruffleSafepoint.poll(null);
        }
        if (length < PIECE) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, length * 2));
            return;
        }
        if (full.isEmpty()) {
            full = new ArrayList<>();
        }
        full.add(new Piece(bytes, length));
        before += length;
        bytes = new byte[Math.max(more, PIECE)];
        length = 0;
        nextPoll = POLL_INTERVAL;
    }

    /** Fails when a string of the context may not have so many bytes. */
    public static void checkLength(long length) {
        if (length > LuaContext.get(null).longestString()) {
            throw LuaError.notEnoughMemory();
        }
    }

    public int length() {
        return before + length;
    }

    public LuaString toLuaString() {
        checkLength(length());
        return new LuaString(before == 0 && bytes.length == length ? bytes : toBytes());
    }

    public byte[] toBytes() {
        if (before == 0) {
            return Arrays.copyOf(bytes, length);
        }
        var whole = new byte[length()];
        int at = 0;
        for (var piece : full) {
            System.arraycopy(piece.bytes, 0, whole, at, piece.length);
            at += piece.length;
            TruffleSafepoint.poll(null);
        }
        System.arraycopy(bytes, 0, whole, at, length);
        return whole;
    }
}
