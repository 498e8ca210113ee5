package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidBufferOffsetException;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.strings.TruffleString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An immutable string of bytes. Other languages see text: UTF-8 where the bytes are valid, else one
 * character a byte, so that nothing is lost. The array given is owned by the string and must not be
 * changed any more.
 */
@ExportLibrary(InteropLibrary.class)
public final class LuaString implements TruffleObject, Comparable<LuaString> {

    public static final LuaString EMPTY = new LuaString(new byte[0]);

    private final byte[] bytes;
    private int hash;

    public LuaString(byte[] bytes) {
        this.bytes = bytes;
    }

    @TruffleBoundary
    public static LuaString of(String text) {
        return new LuaString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The string's own bytes; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public int hashCode() {
        int known = hash;
        if (known == 0) {
            known = computeHash();
            hash = known;
        }
        return known;
    }

    @TruffleBoundary
    private int computeHash() {
        int computed = Arrays.hashCode(bytes);
        computed ^= computed >>> 15;
        return computed == 0 ? 1 : computed;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof LuaString string && isSame(string));
    }

    /** Whether another string has the same bytes. */
    @SuppressWarnings("ReferenceEquality") // Identity is the fast path.
    public boolean isSame(LuaString other) {
        if (this == other) {
            return true;
        }
        if (bytes.length != other.bytes.length) {
            return false;
        }
        int here = hash;
        int there = other.hash;
        return (here == 0 || there == 0 || here == there) && sameBytes(other);
    }

    @TruffleBoundary
    private boolean sameBytes(LuaString other) {
        return Arrays.equals(bytes, other.bytes);
    }

    @Override
    @TruffleBoundary
    public int compareTo(LuaString other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    public LuaString concat(LuaString other) {
        ByteBuilder.checkLength((long) bytes.length + other.bytes.length);
        var joined = Arrays.copyOf(bytes, bytes.length + other.bytes.length);
        System.arraycopy(other.bytes, 0, joined, bytes.length, other.bytes.length);
        return new LuaString(joined);
    }

    /** One character a byte. */
    @TruffleBoundary
    public String toLatin1() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    @TruffleBoundary
    public String toString() {
        for (byte b : bytes) {
            if (b < 0) {
                return decode();
            }
        }
        return toLatin1();
    }

    private String decode() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notText) {
            return toLatin1();
        }
    }

    @ExportMessage
    boolean isString() {
        return true;
    }

    @ExportMessage
    String asString() {
        return toString();
    }

    @ExportMessage
    @TruffleBoundary
    TruffleString asTruffleString() {
        return TruffleString.fromJavaStringUncached(toString(), TruffleString.Encoding.UTF_16);
    }

    @ExportMessage
    boolean hasBufferElements() {
        return true;
    }

    @ExportMessage
    long getBufferSize() {
        return bytes.length;
    }

    @ExportMessage
    byte readBufferByte(long index) throws InvalidBufferOffsetException {
        if (index < 0 || index >= bytes.length) {
            throw InvalidBufferOffsetException.create(index, 1);
        }
        return bytes[(int) index];
    }

    @ExportMessage
    @TruffleBoundary
    void readBuffer(long offset, byte[] destination, int destinationOffset, int length)
            throws InvalidBufferOffsetException {
        if (offset < 0 || length < 0 || offset + length > bytes.length) {
            throw InvalidBufferOffsetException.create(offset, length);
        }
        System.arraycopy(bytes, (int) offset, destination, destinationOffset, length);
    }

    @ExportMessage
    short readBufferShort(ByteOrder order, long offset) throws InvalidBufferOffsetException {
        return buffer(order, offset, 2).getShort((int) offset);
    }

    @ExportMessage
    int readBufferInt(ByteOrder order, long offset) throws InvalidBufferOffsetException {
        return buffer(order, offset, 4).getInt((int) offset);
    }

    @ExportMessage
    long readBufferLong(ByteOrder order, long offset) throws InvalidBufferOffsetException {
        return buffer(order, offset, 8).getLong((int) offset);
    }

    @ExportMessage
    float readBufferFloat(ByteOrder order, long offset) throws InvalidBufferOffsetException {
        return buffer(order, offset, 4).getFloat((int) offset);
    }

    @ExportMessage
    double readBufferDouble(ByteOrder order, long offset) throws InvalidBufferOffsetException {
        return buffer(order, offset, 8).getDouble((int) offset);
    }

    @TruffleBoundary
    private ByteBuffer buffer(ByteOrder order, long offset, int length)
            throws InvalidBufferOffsetException {
        if (offset < 0 || offset + length > bytes.length) {
            throw InvalidBufferOffsetException.create(offset, length);
        }
        return ByteBuffer.wrap(bytes).order(order);
    }
}
