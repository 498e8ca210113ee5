package dev.perigee.lua.builtins;

import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.LuaError;

/** Reads the format of {@code string.pack} item by item, keeping byte order and alignment. */
final class PackLayout {

    private static final int MAX_INTEGER = 16;
    private static final int NATIVE_ALIGNMENT = 8;

    private final Args args;
    private final String format;
    private int at;
    private int items;
    private boolean littleEndian = true;
    private int maxAlignment = 1;

    PackLayout(Args args) {
        this.args = args;
        format = args.string(1).toLatin1();
    }

    enum Kind {
        INTEGER,
        UNSIGNED,
        FLOAT,
        DOUBLE,
        FIXED,
        COUNTED,
        ZERO_TERMINATED,
        PADDING,
        NOTHING
    }

    /** An item; for counted strings the size is that of the count. */
    record Item(Kind kind, int size, int padding) {}

    private record Option(Kind kind, int size) {}

    boolean hasNext() {
        return at < format.length();
    }

    boolean littleEndian() {
        return littleEndian;
    }

    Item next(long offset) {
        StringLibrary.poll(++items);
        boolean alignOnly = format.charAt(at) == 'X';
        if (alignOnly) {
            at++;
            if (!hasNext() || format.charAt(at) == ' ' || format.charAt(at) == 'X') {
                throw args.error(1, "invalid next option for option 'X'");
            }
        }
        var option = option();
        if (alignOnly && (option.kind == Kind.FIXED || option.size == 0)) {
            throw args.error(1, "invalid next option for option 'X'");
        }
        int padding = padding(option, offset);
        return alignOnly
                ? new Item(Kind.NOTHING, 0, padding)
                : new Item(option.kind, option.size, padding);
    }

    private int padding(Option option, long offset) {
        boolean aligned =
                switch (option.kind) {
                    case INTEGER, UNSIGNED, FLOAT, DOUBLE, COUNTED -> true;
                    default -> false;
                };
        int alignment = Math.min(option.size, maxAlignment);
        if (!aligned || alignment <= 1) {
            return 0;
        }
        if (Integer.bitCount(alignment) != 1) {
            throw args.error(1, "format asks for alignment not power of 2");
        }
        return (int) (-offset & (alignment - 1));
    }

    private Option option() {
        char c = format.charAt(at++);
        return switch (c) {
            case 'b' -> new Option(Kind.INTEGER, 1);
            case 'B' -> new Option(Kind.UNSIGNED, 1);
            case 'h' -> new Option(Kind.INTEGER, 2);
            case 'H' -> new Option(Kind.UNSIGNED, 2);
            case 'l', 'j' -> new Option(Kind.INTEGER, 8);
            case 'L', 'J', 'T' -> new Option(Kind.UNSIGNED, 8);
            case 'i' -> new Option(Kind.INTEGER, integerSize(4));
            case 'I' -> new Option(Kind.UNSIGNED, integerSize(4));
            case 'f' -> new Option(Kind.FLOAT, 4);
            case 'd', 'n' -> new Option(Kind.DOUBLE, 8);
            case 's' -> new Option(Kind.COUNTED, integerSize(8));
            case 'c' -> new Option(Kind.FIXED, fixedSize());
            case 'z' -> new Option(Kind.ZERO_TERMINATED, 0);
            case 'x' -> new Option(Kind.PADDING, 1);
            case ' ' -> new Option(Kind.NOTHING, 0);
            default -> setting(c);
        };
    }

    private Option setting(char c) {
        switch (c) {
            case '<', '=' -> littleEndian = true;
            case '>' -> littleEndian = false;
            case '!' -> maxAlignment = integerSize(NATIVE_ALIGNMENT);
            default -> throw LuaError.of("invalid format option '" + c + "'", null);
        }
        return new Option(Kind.NOTHING, 0);
    }

    private int integerSize(int absent) {
        long size = number(absent);
        if (size < 1 || size > MAX_INTEGER) {
            throw LuaError.of(
                    "integral size (" + size + ") out of limits [1," + MAX_INTEGER + "]", null);
        }
        return (int) size;
    }

    private int fixedSize() {
        long size = number(-1);
        if (size < 0) {
            throw LuaError.of("missing size for format option 'c'", null);
        }
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    private long number(long absent) {
        if (!hasNext() || !isDigit(format.charAt(at))) {
            return absent;
        }
        long value = 0;
        while (hasNext() && isDigit(format.charAt(at)) && value < (Integer.MAX_VALUE - 9) / 10) {
            value = value * 10 + format.charAt(at++) - '0';
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
