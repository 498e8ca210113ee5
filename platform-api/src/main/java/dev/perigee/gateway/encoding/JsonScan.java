package dev.perigee.gateway.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One pass over JSON that says where the parts of its outermost object or array are, and whether
 * all of it is such that its bytes may be copied as they are. It knows plain JSON only: strict
 * UTF-8, names without escapes and once each, numbers of a usual size, nesting that is not deep. Of
 * everything else it says nothing; a parser has to look at it.
 *
 * <p>It never asks whether the bytes are over: the array's own bounds end a scan that runs out of
 * it, and one that finds something odd goes on at a place that no array has.
 */
final class JsonScan {

    private static final int ODD = Integer.MIN_VALUE;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NAME = 1_000;
    private static final int MAX_NUMBER = 100;
    private static final int MAX_EXPONENT = 4;
    private static final int MAX_SIZE = 16 << 20;
    private static final int FEW = 48;
    private static final int EXPECTED = 2 * 32;

    private static final VarHandle LONGS = view(long[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle SHORTS = view(short[].class);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final int TRUE = 't' | 'r' << 8 | 'u' << 16 | 'e' << 24;
    private static final int NULL = 'n' | 'u' << 8 | 'l' << 16 | 'l' << 24;
    private static final int ALSE = 'a' | 'l' << 8 | 's' << 16 | 'e' << 24;
    private static final short NAME_END = '"' | ':' << 8;

    private final byte[] json;

    /** From where eight bytes can be read at once, at the latest. */
    private final int last;

    private int[] values = new int[EXPECTED];
    private int size;
    private int[] hashes = new int[EXPECTED];
    private int known;
    private int hash;
    private boolean escaped;
    private boolean spaced;

    private JsonScan(byte[] json) {
        this.json = json;
        this.last = json.length - Long.BYTES;
    }

    private static VarHandle view(Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
    }

    /** The parts of what is within these bounds; null when a parser has to look at it. */
    static @Nullable JsonParts of(byte[] json, int from, int to) {
        if (to - from > MAX_SIZE) {
            return null;
        }
        var scan = new JsonScan(json);
        try {
            var start = scan.space(from);
            if (json[start] != '{' && json[start] != '[') {
                return null;
            }
            var stop = scan.value(start, 0);
            var end = stop;
            while (end < to && isSpace(json[end])) {
                end++;
            }
            scan.spaced |= end > stop;
            return end == to
                    ? new JsonParts(json, start, stop, scan.values, scan.size / 2, scan.spaced)
                    : null;
        } catch (IndexOutOfBoundsException _) {
            return null;
        }
    }

    private int value(int at, int depth) {
        var c = json[at];
        if (isDigit(c)) {
            return number(at, at);
        }
        if (c == '"') {
            return string(at + 1);
        }
        if (c == '{') {
            return object(at + 1, depth);
        }
        return c == '[' ? array(at + 1, depth) : other(at, c);
    }

    private int other(int at, byte c) {
        return switch (c) {
            case '-' -> isDigit(json[at + 1]) ? number(at, at + 1) : ODD;
            case 't' -> (int) INTS.get(json, at) == TRUE ? at + 4 : ODD;
            case 'n' -> (int) INTS.get(json, at) == NULL ? at + 4 : ODD;
            case 'f' -> (int) INTS.get(json, at + 1) == ALSE ? at + 5 : ODD;
            default -> ODD;
        };
    }

    private int object(int from, int depth) {
        var first = known;
        var seen = 0L;
        var at = from;
        if (json[at] != '"') {
            at = space(at);
            if (json[at] == '}') {
                return at + 1;
            }
        }
        while (depth < MAX_DEPTH) {
            at = name(at);
            var hash = this.hash;
            if ((seen & (1L << hash)) != 0 && isKnown(hash, first)) {
                return ODD;
            }
            seen |= 1L << hash;
            remember(hash);
            at = spaceless(at);
            var to = value(at, depth + 1);
            if (depth == 0) {
                part(at, to);
            }
            at = to;
            if (json[at] != ',') {
                at = spaceless(at);
                if (json[at] != ',') {
                    return json[at] == '}' && isOnceEach(first) ? at + 1 : ODD;
                }
            }
            at++;
            if (json[at] != '"') {
                at = space(at);
            }
        }
        return ODD;
    }

    private int array(int from, int depth) {
        var at = spaceless(from);
        if (json[at] == ']') {
            return at + 1;
        }
        while (depth < MAX_DEPTH) {
            var to = value(at, depth + 1);
            if (depth == 0) {
                part(at, to);
            }
            at = to;
            if (json[at] != ',') {
                at = spaceless(at);
                if (json[at] != ',') {
                    return json[at] == ']' ? at + 1 : ODD;
                }
            }
            at = spaceless(at + 1);
        }
        return ODD;
    }

    private void part(int from, int to) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = from;
        values[size++] = to;
    }

    /** What follows a name and its colon. */
    private int name(int from) {
        if (json[from] != '"') {
            return ODD;
        }
        var start = from + 1;
        if (start <= last) {
            var eight = (long) LONGS.get(json, start);
            var bits = Long.numberOfTrailingZeros(specials(eight));
            // Jumps are foretold, so that the processor need not wait for the sum.
            var to =
                    switch (bits >> 3) {
                        case 0 -> start;
                        case 1 -> start + 1;
                        case 2 -> start + 2;
                        case 3 -> start + 3;
                        case 4 -> start + 4;
                        case 5 -> start + 5;
                        case 6 -> start + 6;
                        case 7 -> start + 7;
                        default -> start + 8;
                    };
            if ((short) SHORTS.get(json, to) == NAME_END) {
                hash = NameHash.of(eight & (((1L << bits) >>> 7) - 1));
                return to + 2;
            }
        }
        return unusual(start);
    }

    private int unusual(int start) {
        escaped = false;
        var end = string(start);
        var at = spaceless(end);
        if (escaped || end - start > MAX_NAME || json[at] != ':') {
            return ODD;
        }
        hash = NameHash.of(json, start, end - 1);
        return at + 1;
    }

    private boolean isKnown(int hash, int first) {
        if (known - first > FEW) {
            return false;
        }
        for (int i = first; i < known; i++) {
            if (hashes[i] == hash) {
                return true;
            }
        }
        return false;
    }

    private void remember(int hash) {
        if (known == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * known);
        }
        hashes[known++] = hash;
    }

    /** Two names with one hash are taken for one name: the parser will know. */
    private boolean isOnceEach(int first) {
        var to = known;
        known = first;
        if (to - first <= FEW) {
            return true;
        }
        Arrays.sort(hashes, first, to);
        for (int i = first + 1; i < to; i++) {
            if (hashes[i] == hashes[i - 1]) {
                return false;
            }
        }
        return true;
    }

    /** The end of a string, after its quotation mark. */
    private int string(int from) {
        var at = from;
        while (true) {
            at = special(at);
            var c = json[at];
            if (c == '"') {
                return at + 1;
            }
            while (c < 0) {
                at = Utf8.next(json, at);
                c = json[at];
            }
            if (c == '\\') {
                escaped = true;
                at = escape(at + 1);
            } else if (c < ' ') {
                return ODD;
            }
        }
    }

    /** The next byte that is no plain ASCII: a quotation mark, a backslash, or any other. */
    private int special(int from) {
        var at = from;
        while (at <= last) {
            var hits = specials((long) LONGS.get(json, at));
            if (hits != 0) {
                return at + (Long.numberOfTrailingZeros(hits) >> 3);
            }
            at += Long.BYTES;
        }
        while (json[at] >= ' ' && json[at] != '"' && json[at] != '\\') {
            at++;
        }
        return at;
    }

    /**
     * The highest bit of each byte that is no plain ASCII; what lies after the first may be wrong.
     */
    private static long specials(long eight) {
        return (eight
                        | (eight - ' ' * EACH)
                        | ((eight ^ '"' * EACH) - EACH)
                        | ((eight ^ '\\' * EACH) - EACH))
                & HIGH;
    }

    private int escape(int at) {
        return switch (json[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
            case 'u' -> {
                for (int i = at + 1; i <= at + 4; i++) {
                    if (Character.digit(json[i], 16) < 0) {
                        yield ODD;
                    }
                }
                yield at + 5;
            }
            default -> ODD;
        };
    }

    /** The end of a number, whose first digit was seen. What must not follow is seen later. */
    private int number(int from, int digit) {
        var at = digit + 1;
        var c = json[at];
        if (json[digit] != '0') {
            while (isDigit(c)) {
                c = json[++at];
            }
        }
        return c == ',' && at - from <= MAX_NUMBER ? at : fraction(from, at);
    }

    private int fraction(int from, int point) {
        var at = point;
        if (json[at] == '.') {
            at = digits(at + 1);
            if (at == point + 1) {
                return ODD;
            }
        }
        if ((json[at] | ' ') == 'e') {
            var sign = json[at + 1];
            var exponent = sign == '+' || sign == '-' ? at + 2 : at + 1;
            at = digits(exponent);
            if (at == exponent || at > exponent + MAX_EXPONENT) {
                return ODD;
            }
        }
        return at - from > MAX_NUMBER ? ODD : at;
    }

    private int digits(int from) {
        var at = from;
        while (isDigit(json[at])) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    /** Where no space is any more; mostly right there. */
    private int spaceless(int from) {
        return json[from] > ' ' ? from : space(from);
    }

    private int space(int from) {
        var at = from;
        while (isSpace(json[at])) {
            spaced = true;
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }
}
