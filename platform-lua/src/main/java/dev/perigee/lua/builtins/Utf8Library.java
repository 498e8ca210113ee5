package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.parser.Utf8;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** UTF-8 (section 6.5), strict or lax: up to 2^31. */
final class Utf8Library {

    private static final long MAX_UNICODE = 0x10ffff;
    private static final int MAX_RESULTS = 1_000_000;
    private static final long MAX_CODE = 0x7fffffffL;
    private static final long[] SMALLEST = {0, 0x80, 0x800, 0x10000, 0x200000, 0x4000000};

    private static final LuaString CHAR_PATTERN =
            new LuaString("[\0-\177\302-\375][\200-\277]*".getBytes(StandardCharsets.ISO_8859_1));

    private Utf8Library() {}

    static void install(Library library) {
        library.set("charpattern", CHAR_PATTERN);
        library.add("char", Utf8Library::character)
                .add("codepoint", Utf8Library::codepoint)
                .add("codes", Utf8Library::codes)
                .add("len", Utf8Library::length)
                .add("offset", Utf8Library::offset);
    }

    @TruffleBoundary
    private static Object character(Args args) {
        var result = new ByteArrayOutputStream();
        for (int i = 1; i <= args.count(); i++) {
            long code = args.integer(i);
            if (code < 0 || code > MAX_CODE) {
                throw args.error(i, "value out of range");
            }
            Utf8.encode(code, result);
        }
        return new LuaString(result.toByteArray());
    }

    /**
     * The code at a position and the position after it packed as {@code code << 32 | next}, or -1
     * when invalid.
     */
    private static long decode(byte[] bytes, int at, boolean strict) {
        int lead = bytes[at] & 0xff;
        if (lead < 0x80) {
            return (long) lead << 32 | (at + 1);
        }
        int extra = Integer.numberOfLeadingZeros(~(lead << 24)) - 1;
        if (extra < 1 || extra > 5 || at + extra >= bytes.length) {
            return -1;
        }
        long code = lead & (0x3f >> extra);
        for (int i = 1; i <= extra; i++) {
            int next = bytes[at + i] & 0xff;
            if ((next & 0xc0) != 0x80) {
                return -1;
            }
            code = code << 6 | (next & 0x3f);
        }
        boolean surrogate = code >= 0xd800 && code <= 0xdfff;
        if (code < SMALLEST[extra] || (strict && (code > MAX_UNICODE || surrogate))) {
            return -1;
        }
        return code << 32 | (at + extra + 1);
    }

    private static boolean isContinuation(byte[] bytes, long at) {
        return at < bytes.length && (bytes[(int) at] & 0xc0) == 0x80;
    }

    @TruffleBoundary
    private static Object codepoint(Args args) {
        var bytes = args.string(1).bytes();
        long from = StringLibrary.position(args.integer(2, 1), bytes.length);
        long to = StringLibrary.position(args.integer(3, from), bytes.length);
        if (from < 1) {
            throw args.error(2, "out of bounds");
        }
        if (to > bytes.length) {
            throw args.error(3, "out of bounds");
        }
        var codes = new ArrayList<Object>();
        for (int at = (int) from - 1; at < to; ) {
            long decoded = decode(bytes, at, !args.truth(4));
            if (decoded < 0) {
                throw LuaError.of("invalid UTF-8 code", null);
            }
            if (codes.size() == MAX_RESULTS) {
                throw LuaError.of("string slice too long", null);
            }
            codes.add(decoded >>> 32);
            at = (int) decoded;
        }
        return Calls.pack(codes.toArray());
    }

    @TruffleBoundary
    private static Object length(Args args) {
        var bytes = args.string(1).bytes();
        long from = StringLibrary.position(args.integer(2, 1), bytes.length);
        long to = StringLibrary.position(args.integer(3, -1), bytes.length);
        if (from < 1 || from > bytes.length + 1L) {
            throw args.error(2, "initial position out of bounds");
        }
        if (to > bytes.length) {
            throw args.error(3, "final position out of bounds");
        }
        long count = 0;
        for (int at = (int) from - 1; at < to; ) {
            long decoded = decode(bytes, at, !args.truth(4));
            if (decoded < 0) {
                return new Object[] {NIL, at + 1L};
            }
            at = (int) decoded;
            StringLibrary.poll(++count);
        }
        return count;
    }

    @TruffleBoundary
    private static Object offset(Args args) {
        var bytes = args.string(1).bytes();
        long n = args.integer(2);
        long start =
                StringLibrary.position(
                                args.integer(3, n >= 0 ? 1 : bytes.length + 1L), bytes.length)
                        - 1;
        if (start < 0 || start > bytes.length) {
            throw args.error(3, "position out of bounds");
        }
        if (n == 0) {
            while (start > 0 && isContinuation(bytes, start)) {
                StringLibrary.poll(--start);
            }
            return start + 1;
        }
        if (isContinuation(bytes, start)) {
            throw LuaError.of("initial position is a continuation byte", null);
        }
        return n < 0 ? backward(bytes, n, start) : forward(bytes, n - 1, start);
    }

    private static Object backward(byte[] bytes, long count, long start) {
        long n = count;
        long at = start;
        while (n < 0 && at > 0) {
            do {
                StringLibrary.poll(--at);
            } while (at > 0 && isContinuation(bytes, at));
            n++;
        }
        return n == 0 ? (Object) (at + 1) : NIL;
    }

    private static Object forward(byte[] bytes, long count, long start) {
        long n = count;
        long at = start;
        while (n > 0 && at < bytes.length) {
            do {
                StringLibrary.poll(++at);
            } while (isContinuation(bytes, at));
            n--;
        }
        return n == 0 ? (Object) (at + 1) : NIL;
    }

    private static Object codes(Args args) {
        var string = args.string(1);
        if (isContinuation(string.bytes(), 0)) {
            throw args.error(1, "invalid UTF-8 code");
        }
        boolean strict = !args.truth(2);
        var language = LuaContext.get(null).language();
        var step =
                strict
                        ? language.builtin("codes_strict", iteration -> nextCode(iteration, true))
                        : language.builtin("codes_lax", iteration -> nextCode(iteration, false));
        return new Object[] {LuaFunction.builtin(step), string, 0L};
    }

    @TruffleBoundary
    private static Object nextCode(Args args, boolean strict) {
        var bytes = args.string(1).bytes();
        long at = args.integer(2);
        while (at >= 0 && isContinuation(bytes, at)) {
            StringLibrary.poll(++at);
        }
        if (at < 0 || at >= bytes.length) {
            return Calls.NO_VALUES;
        }
        long decoded = decode(bytes, (int) at, strict);
        if (decoded < 0 || isContinuation(bytes, decoded & 0xffffffffL)) {
            throw LuaError.of("invalid UTF-8 code", null);
        }
        return new Object[] {at + 1, decoded >>> 32};
    }
}
