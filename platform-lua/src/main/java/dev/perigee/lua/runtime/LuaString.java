package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidBufferOffsetException;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.strings.TruffleString;
import dev.perigee.lua.LuaContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable string of bytes. Other languages see text: UTF-8 where the bytes are valid, else one
 * character a byte, so that nothing is lost. The array given is owned by the string and must not be
 * changed any more. A long string is put together when its bytes are needed ({@link Rope}); that
 * happens on the thread that its context is entered on. One that is longer than the context allows
 * has a length, and whoever asks for its bytes gets a Lua error.
 */
@ExportLibrary(InteropLibrary.class)
public final class LuaString implements TruffleObject, Comparable<LuaString> {

    public static final LuaString EMPTY = new LuaString(new byte[0]);

    private final int length;

    /**
     * Its bytes, or the rope that they will be made of; compiled code may go on with either. Null
     * when it is too long to have bytes.
     */
    @CompilationFinal private @Nullable Object content;

    private int hash;

    public LuaString(byte[] bytes) {
        this.content = bytes;
        this.length = bytes.length;
    }

    private LuaString(Rope rope) {
        this.content = rope;
        this.length = rope.length();
    }

    private LuaString(int length) {
        this.content = null;
        this.length = length;
    }

    @TruffleBoundary
    public static LuaString of(String text) {
        return new LuaString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A string again and again, with another between; the length is that of the whole. */
    @TruffleBoundary
    public static LuaString repeated(LuaString string, LuaString separator, int length) {
        if (isTooLong(length)) {
            return unmade(length);
        }
        var rope = new Rope.Repeated(string.bytes(), separator.bytes(), length);
        return length < Rope.SHORTEST ? new LuaString(Rope.flatten(rope)) : new LuaString(rope);
    }

    /** The string's own bytes; not to be changed. */
    public byte[] bytes() {
        return content instanceof byte[] bytes ? bytes : flatten();
    }

    @TruffleBoundary
    private byte[] flatten() {
        if (content instanceof Rope rope) {
            content = Rope.flatten(rope);
        }
        if (content == null) {
            throw LuaError.notEnoughMemory();
        }
        return (byte[]) content;
    }

    /** What its bytes will be made of; null when they are there. */
    @Nullable Rope rope() {
        return content instanceof Rope rope ? rope : null;
    }

    /** In bytes. */
    public int length() {
        return length;
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
        int computed = Arrays.hashCode(bytes());
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
        if (length() != other.length()) {
            return false;
        }
        int here = hash;
        int there = other.hash;
        return (here == 0 || there == 0 || here == there) && sameBytes(other);
    }

    @TruffleBoundary
    private boolean sameBytes(LuaString other) {
        return Arrays.equals(bytes(), other.bytes());
    }

    @Override
    @TruffleBoundary
    public int compareTo(LuaString other) {
        return Arrays.compareUnsigned(bytes(), other.bytes());
    }

    public LuaString concat(LuaString other) {
        long length = (long) length() + other.length();
        return length < Rope.SHORTEST ? copied(other) : joined(other, length);
    }

    private LuaString copied(LuaString other) {
        var left = bytes();
        var right = other.bytes();
        var joined = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, joined, left.length, right.length);
        return new LuaString(joined);
    }

    @TruffleBoundary
    private LuaString joined(LuaString other, long sum) {
        if (length() == 0 || other.length() == 0) {
            return length() == 0 ? other : this;
        }
        if (isTooLong(sum)) {
            return unmade(sum);
        }
        int length = (int) sum;
        if (content instanceof Rope.Joined whole && isShort(whole.right(), other)) {
            var end = whole.right().copied(other);
            return new LuaString(new Rope.Joined(whole.left(), end, length));
        }
        if (other.content instanceof Rope.Joined whole && isShort(this, whole.left())) {
            var start = copied(whole.left());
            return new LuaString(new Rope.Joined(start, whole.right(), length));
        }
        return new LuaString(new Rope.Joined(this, other, length));
    }

    private static boolean isTooLong(long length) {
        return length > LuaContext.get(null).longestString();
    }

    private static LuaString unmade(long length) {
        if (length > Integer.MAX_VALUE) {
            throw LuaError.notEnoughMemory();
        }
        return new LuaString((int) length);
    }

    private static boolean isShort(LuaString first, LuaString second) {
        return first.length() + second.length() < Rope.SHORTEST;
    }

    /** One character a byte. */
    @TruffleBoundary
    public String toLatin1() {
        return new String(bytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    @TruffleBoundary
    public String toString() {
        for (byte b : bytes()) {
            if (b < 0) {
                return decode();
            }
        }
        return toLatin1();
    }

    private String decode() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes())).toString();
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
        return length();
    }

    @ExportMessage
    byte readBufferByte(long index) throws InvalidBufferOffsetException {
        if (index < 0 || index >= length()) {
            throw InvalidBufferOffsetException.create(index, 1);
        }
        return bytes()[(int) index];
    }

    @ExportMessage
    @TruffleBoundary
    void readBuffer(long offset, byte[] destination, int destinationOffset, int length)
            throws InvalidBufferOffsetException {
        if (offset < 0 || length < 0 || offset + length > length()) {
            throw InvalidBufferOffsetException.create(offset, length);
        }
        System.arraycopy(bytes(), (int) offset, destination, destinationOffset, length);
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
        if (offset < 0 || offset + length > length()) {
            throw InvalidBufferOffsetException.create(offset, length);
        }
        return ByteBuffer.wrap(bytes()).order(order);
    }
}
