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
 */
final class JsonScan {

    private static final int ODD = -1;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NAME = 1_000;
    private static final int MAX_NUMBER = 100;
    private static final int MAX_EXPONENT = 4;
    private static final int MAX_SIZE = 16 << 20;
    private static final int FEW = 48;
    private static final int EXPECTED = 2 * 32;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private final byte[] json;
    private final int end;
    private int[] values = new int[EXPECTED];
    private int size;
    private int[] hashes = new int[32];
    private int known;
    private boolean escaped;
    private int hash;
    private boolean spaced;

    private JsonScan(byte[] json, int end) {
        this.json = json;
        this.end = end;
    }

    /** The parts of what is within these bounds; null when a parser has to look at it. */
    static @Nullable JsonParts of(byte[] json, int from, int to) {
        if (to - from > MAX_SIZE) {
            return null;
        }
        var scan = new JsonScan(json, to);
        var start = scan.space(from);
        var next = scan.peek(start);
        if (next != '{' && next != '[') {
            return null;
        }
        var stop = scan.value(start, 0);
        if (stop == ODD || scan.space(stop) != to) {
            return null;
        }
        return new JsonParts(json, start, stop, scan.values, scan.size / 2, scan.spaced);
    }

    /** The hash of a name, eight bytes at a time. */
    private static int hash(byte[] name, int from, int to) {
        var hash = 0L;
        for (int at = from; at < to; at += Long.BYTES) {
            hash = mix(hash, word(name, at, Math.min(to - at, Long.BYTES)));
        }
        return (int) hash;
    }

    private static long mix(long hash, long word) {
        var mixed = (hash ^ word) * 0x9e3779b97f4a7c15L;
        return mixed ^ (mixed >>> 32);
    }

    /** Up to eight bytes; the last ones are zero. */
    private static long word(byte[] bytes, int at, int count) {
        if (at + Long.BYTES <= bytes.length) {
            var eight = (long) LONGS.get(bytes, at);
            return count == Long.BYTES ? eight : eight & ((1L << (count << 3)) - 1);
        }
        var word = 0L;
        for (int i = 0; i < count; i++) {
            word |= (bytes[at + i] & 0xffL) << (i << 3);
        }
        return word;
    }

    private int value(int at, int depth) {
        return switch (peek(at)) {
            case '"' -> string(at + 1);
            case '{' -> object(at + 1, depth);
            case '[' -> array(at + 1, depth);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(at);
            case 't' -> literal(at, "true");
            case 'f' -> literal(at, "false");
            case 'n' -> literal(at, "null");
            default -> ODD;
        };
    }

    private int object(int from, int depth) {
        var first = known;
        var seen = 0L;
        var at = space(from);
        if (peek(at) == '}') {
            return at + 1;
        }
        while (depth < MAX_DEPTH) {
            var name = name(at);
            var value = name == ODD ? ODD : colon(name + 1);
            if (value == ODD) {
                return ODD;
            }
            var hash = this.hash;
            if ((seen & (1L << hash)) != 0 && isKnown(hash, first)) {
                return ODD;
            }
            seen |= 1L << hash;
            remember(hash);
            at = value(value, depth + 1);
            if (at == ODD) {
                return ODD;
            }
            if (depth == 0) {
                part(value, at);
            }
            at = space(at);
            var next = peek(at);
            if (next == '}') {
                return isOnceEach(first) ? at + 1 : ODD;
            }
            if (next != ',') {
                return ODD;
            }
            at = space(at + 1);
        }
        return ODD;
    }

    private int colon(int from) {
        var at = space(from);
        return peek(at) == ':' ? space(at + 1) : ODD;
    }

    private void part(int from, int to) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = from;
        values[size++] = to;
    }

    /** The end of a name, at its quotation mark; its hash is in {@link #hash}. */
    private int name(int from) {
        if (peek(from) != '"') {
            return ODD;
        }
        var start = from + 1;
        if (start + Long.BYTES <= end) {
            var eight = (long) LONGS.get(json, start);
            var hits = specials(eight);
            var count = Long.numberOfTrailingZeros(hits);
            if (hits != 0 && json[start + (count >> 3)] == '"') {
                hash = (int) mix(0, eight & ((1L << (count & ~7)) - 1));
                return start + (count >> 3);
            }
        }
        escaped = false;
        var to = string(start);
        if (to == ODD || escaped || to - start > MAX_NAME) {
            return ODD;
        }
        hash = hash(json, start, to - 1);
        return to - 1;
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

    private int array(int from, int depth) {
        var at = space(from);
        if (peek(at) == ']') {
            return at + 1;
        }
        while (depth < MAX_DEPTH) {
            var to = value(at, depth + 1);
            if (to == ODD) {
                return ODD;
            }
            if (depth == 0) {
                part(at, to);
            }
            at = space(to);
            var next = peek(at);
            if (next == ']') {
                return at + 1;
            }
            if (next != ',') {
                return ODD;
            }
            at = space(at + 1);
        }
        return ODD;
    }

    /** The end of a string, after its quotation mark. */
    private int string(int from) {
        var at = from;
        while (true) {
            at = special(at);
            var c = peek(at);
            if (c == '"') {
                return at + 1;
            }
            if (c == '\\') {
                escaped = true;
                at = escape(at + 1);
            } else {
                at = c < 0 ? wide(at) : ODD;
            }
            if (at == ODD) {
                return ODD;
            }
        }
    }

    /** The next byte that is no plain ASCII: a quotation mark, a backslash, or any other. */
    private int special(int from) {
        var at = from;
        while (at + Long.BYTES <= end) {
            var eight = (long) LONGS.get(json, at);
            var hits = specials(eight);
            if (hits != 0) {
                return at + (Long.numberOfTrailingZeros(hits) >> 3);
            }
            at += Long.BYTES;
        }
        while (peek(at) >= ' ' && json[at] != '"' && json[at] != '\\') {
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
        return switch (peek(at)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
            case 'u' -> {
                for (int i = at + 1; i <= at + 4; i++) {
                    if (Character.digit(peek(i), 16) < 0) {
                        yield ODD;
                    }
                }
                yield at + 5;
            }
            default -> ODD;
        };
    }

    /** The end of a character of several bytes, as short as possible, and no surrogate. */
    private int wide(int at) {
        var first = peek(at) & 0xff;
        var second = peek(at + 1) & 0xff;
        if (first < 0xc2 || first > 0xf4 || !isNext(at + 1)) {
            return ODD;
        }
        if (first < 0xe0) {
            return at + 2;
        }
        if (!isNext(at + 2)) {
            return ODD;
        }
        if (first < 0xf0) {
            var fits = first == 0xe0 ? second >= 0xa0 : first != 0xed || second < 0xa0;
            return fits ? at + 3 : ODD;
        }
        var fits = first == 0xf0 ? second >= 0x90 : first != 0xf4 || second < 0x90;
        return fits && isNext(at + 3) ? at + 4 : ODD;
    }

    private boolean isNext(int at) {
        return (peek(at) & 0xc0) == 0x80;
    }

    private int number(int from) {
        var at = peek(from) == '-' ? from + 1 : from;
        var digits = digits(at);
        if (digits == at || (digits > at + 1 && peek(at) == '0')) {
            return ODD;
        }
        at = digits;
        if (peek(at) == '.') {
            at = digits(at + 1);
            if (at == digits + 1) {
                return ODD;
            }
        }
        if (peek(at) == 'e' || peek(at) == 'E') {
            var sign = peek(at + 1);
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
        while (peek(at) >= '0' && peek(at) <= '9') {
            at++;
        }
        return at;
    }

    private int literal(int at, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (peek(at + i) != word.charAt(i)) {
                return ODD;
            }
        }
        return at + word.length();
    }

    private int space(int from) {
        var at = from;
        while (peek(at) <= ' ' && isSpace(peek(at))) {
            spaced = true;
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /** Zero, which is nowhere in JSON, after the end. */
    private byte peek(int at) {
        return at < end ? json[at] : 0;
    }
}
