package dev.perigee.routes;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The path of a request, cut into segments in one pass and without copying them: where each begins
 * and ends, and its hash. Only segments with escapes are decoded into texts of their own.
 */
final class RequestPath {

    private static final int SEGMENTS = 8;

    private final String raw;
    private int[] from = new int[SEGMENTS];
    private int[] to = new int[SEGMENTS];
    private int[] hashes = new int[SEGMENTS];
    private @Nullable String @Nullable [] decoded;
    private int size;

    private RequestPath(String raw) {
        this.raw = raw;
    }

    /** The path; null when it is malformed or climbs by dots. */
    static @Nullable RequestPath parse(String raw) {
        if (!raw.startsWith("/")) {
            return null;
        }
        var path = new RequestPath(raw);
        return raw.length() == 1 || path.cut() ? path : null;
    }

    private boolean cut() {
        var end = raw.endsWith("/") ? raw.length() - 1 : raw.length();
        var begin = 1;
        var hash = 0;
        var escaped = false;
        for (int i = 1; i < end; i++) {
            var c = raw.charAt(i);
            if (c == '/') {
                if (!add(begin, i, hash, escaped)) {
                    return false;
                }
                begin = i + 1;
                hash = 0;
                escaped = false;
            } else if (c <= ' ' || c >= 0x7f) {
                return false;
            } else {
                escaped |= c == '%';
                hash = 31 * hash + c;
            }
        }
        return add(begin, end, hash, escaped);
    }

    private boolean add(int begin, int end, int hash, boolean escaped) {
        if (size == from.length) {
            from = Arrays.copyOf(from, 2 * size);
            to = Arrays.copyOf(to, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        from[size] = begin;
        to[size] = end;
        hashes[size] = hash;
        size++;
        if (escaped) {
            return decode(begin, end);
        }
        return !isDots(begin, end);
    }

    private boolean isDots(int begin, int end) {
        return switch (end - begin) {
            case 1 -> raw.charAt(begin) == '.';
            case 2 -> raw.charAt(begin) == '.' && raw.charAt(begin + 1) == '.';
            default -> false;
        };
    }

    private boolean decode(int begin, int end) {
        var text = PercentDecoding.segment(raw.substring(begin, end));
        if (text == null || text.equals(".") || text.equals("..")) {
            return false;
        }
        if (decoded == null || decoded.length < size) {
            decoded =
                    decoded == null ? new String[from.length] : Arrays.copyOf(decoded, from.length);
        }
        decoded[size - 1] = text;
        hashes[size - 1] = text.hashCode();
        return true;
    }

    int size() {
        return size;
    }

    /** The hash of the segment's text. */
    int hash(int index) {
        return hashes[index];
    }

    boolean isEmpty(int index) {
        return from[index] == to[index];
    }

    /** Whether this is the segment's text. */
    boolean is(int index, String text) {
        var own = decoded == null || index >= decoded.length ? null : decoded[index];
        return own == null
                ? text.length() == to[index] - from[index] && raw.startsWith(text, from[index])
                : own.equals(text);
    }

    /** The decoded text of the segment. */
    String text(int index) {
        var own = decoded == null || index >= decoded.length ? null : decoded[index];
        return own == null ? raw.substring(from[index], to[index]) : own;
    }

    /** The decoded texts from this segment on, with slashes between them. */
    String rest(int first) {
        var rest = new StringBuilder();
        for (int i = first; i < size; i++) {
            rest.append(i == first ? "" : "/").append(text(i));
        }
        return rest.toString();
    }
}
