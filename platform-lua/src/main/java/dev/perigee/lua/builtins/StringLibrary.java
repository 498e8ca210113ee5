package dev.perigee.lua.builtins;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleSafepoint;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** String manipulation (section 6.4), on bytes; upper and lower case are ASCII's. */
final class StringLibrary {

    private static final int POLL_MASK = 0xffff;

    private static final LuaString[] SINGLE_BYTES = new LuaString[256];

    static {
        for (int i = 0; i < SINGLE_BYTES.length; i++) {
            SINGLE_BYTES[i] = new LuaString(new byte[] {(byte) i});
        }
    }

    private StringLibrary() {}

    static void install(Library library) {
        library.add("byte", StringLibrary::byteAt, StringLibrary::bytes)
                .add("char", StringLibrary::character)
                .add("dump", FunctionDump::dump)
                .add("format", StringFormat::format)
                .add("len", args -> (long) args.string(1).length())
                .add("lower", args -> shiftCase(args.string(1), 'A', 'Z'))
                .add("upper", args -> shiftCase(args.string(1), 'a', 'z'))
                .add("rep", StringLibrary::repeat)
                .add("reverse", StringLibrary::reverse)
                .add("sub", StringLibrary::within, StringLibrary::sub)
                .add("pack", Packing::pack)
                .add("packsize", Packing::size)
                .add("unpack", Packing::unpack);
        PatternFunctions.install(library);
    }

    /**
     * A position from the start, where a negative one counts from the end; 0 when it is before the
     * start.
     */
    static long position(long position, int length) {
        if (position >= 0) {
            return position;
        }
        return -position > length ? 0 : length + position + 1;
    }

    /** {@code byte} with a position inside the string. */
    private static @Nullable Object byteAt(Object[] arguments) {
        if (arguments.length == 3
                && arguments[1] instanceof LuaString string
                && arguments[2] instanceof Long position) {
            long index = position - 1;
            var bytes = string.bytes();
            return index >= 0 && index < bytes.length
                    ? (Object) (bytes[(int) index] & 0xffL)
                    : null;
        }
        return null;
    }

    private static Object bytes(Args args) {
        var bytes = args.string(1).bytes();
        long first = args.integer(2, 1);
        long from = Math.max(1, position(first, bytes.length));
        long to = Math.min(bytes.length, position(args.integer(3, first), bytes.length));
        if (from == to) {
            return (long) (bytes[(int) from - 1] & 0xff);
        }
        return from > to ? Calls.NO_VALUES : unsigned(bytes, (int) from - 1, (int) to);
    }

    @TruffleBoundary
    private static Object[] unsigned(byte[] bytes, int from, int to) {
        if (to - from > 1_000_000) {
            throw LuaError.of("string slice too long", null);
        }
        var values = new Object[to - from];
        for (int i = from; i < to; i++) {
            values[i - from] = (long) (bytes[i] & 0xff);
        }
        return values;
    }

    private static Object character(Args args) {
        if (args.count() == 1) {
            return SINGLE_BYTES[byteValue(args, 1)];
        }
        var bytes = new byte[args.count()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) byteValue(args, i + 1);
        }
        return new LuaString(bytes);
    }

    private static int byteValue(Args args, int index) {
        long value = args.integer(index);
        if (value < 0 || value > 255) {
            throw args.error(index, "value out of range");
        }
        return (int) value;
    }

    @TruffleBoundary
    private static LuaString shiftCase(LuaString string, char first, char last) {
        var bytes = string.bytes().clone();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] >= first && bytes[i] <= last) {
                bytes[i] ^= 0x20;
            }
            poll(i);
        }
        return new LuaString(bytes);
    }

    /** For loops over strings, which may be long. */
    static void poll(long step) {
        poll(step - 1, step);
    }

    /** The same where several steps are made at once. */
    static void poll(long before, long after) {
        if ((before ^ after) > POLL_MASK) {
            TruffleSafepoint.poll(null);
        }
    }

    private static Object repeat(Args args) {
        var string = args.string(1);
        long count = args.integer(2);
        var separator = args.string(3, LuaString.EMPTY);
        long unit = (long) string.length() + separator.length();
        if (count <= 0 || unit == 0) {
            return LuaString.EMPTY;
        }
        if (count == 1) {
            return string;
        }
        if (count > Integer.MAX_VALUE / unit) {
            throw LuaError.of("resulting string too large", null);
        }
        long length = unit * count - separator.length();
        return LuaString.repeated(string, separator, (int) length);
    }

    @TruffleBoundary
    private static Object reverse(Args args) {
        var bytes = args.string(1).bytes();
        var reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
            poll(i);
        }
        return new LuaString(reversed);
    }

    /** {@code sub} with positions inside the string, the second perhaps before the first. */
    private static @Nullable Object within(Object[] arguments) {
        if (arguments.length == 4
                && arguments[1] instanceof LuaString string
                && arguments[2] instanceof Long from
                && arguments[3] instanceof Long to
                && from > 0
                && to >= 0
                && to <= string.length()) {
            return part(string, from, to);
        }
        return null;
    }

    private static Object sub(Args args) {
        var string = args.string(1);
        int length = string.length();
        long from = Math.max(1, position(args.integer(2), length));
        long to = Math.min(length, position(args.integer(3, -1), length));
        return part(string, from, to);
    }

    @TruffleBoundary
    private static LuaString part(LuaString string, long from, long to) {
        if (from > to) {
            return LuaString.EMPTY;
        }
        if (from == to) {
            return SINGLE_BYTES[string.bytes()[(int) from - 1] & 0xff];
        }
        return from == 1 && to == string.length()
                ? string
                : new LuaString(Arrays.copyOfRange(string.bytes(), (int) from - 1, (int) to));
    }
}
