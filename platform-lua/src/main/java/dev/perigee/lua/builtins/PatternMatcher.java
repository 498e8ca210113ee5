package dev.perigee.lua.builtins;

import com.oracle.truffle.api.TruffleSafepoint;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;
import java.util.Arrays;

/**
 * Lua's patterns (section 6.4.1), matched by backtracking over the pattern's own bytes. Each step
 * is bounded in depth and counted, so that a hopeless match can be interrupted.
 */
final class PatternMatcher {

    private static final int MAX_CAPTURES = 32;
    private static final int USUAL_CAPTURES = 2;
    private static final int MAX_DEPTH = 200;
    private static final int POLL_MASK = 0x3ff;
    private static final int UNFINISHED = -1;
    private static final int POSITION = -2;
    private static final int NO_MATCH = -1;
    private static final byte ESCAPE = '%';

    private final byte[] subject;
    private final byte[] pattern;
    private int[] starts = new int[USUAL_CAPTURES];
    private int[] lengths = new int[USUAL_CAPTURES];
    private int captures;
    private int depth;
    private int steps;

    PatternMatcher(LuaString subject, LuaString pattern) {
        this.subject = subject.bytes();
        this.pattern = pattern.bytes();
    }

    /** The end of a match that starts exactly at the position, or -1. */
    int matchAt(int position, int patternStart) {
        captures = 0;
        depth = 0;
        return match(position, patternStart);
    }

    /**
     * The first position from one on where the whole pattern may match: before it the pattern's
     * first item refuses every byte.
     */
    int candidate(int from) {
        if (!beginsWithOne()) {
            return from;
        }
        int end = classEnd(0);
        int s = from;
        while (s < subject.length && !matchesOne(s, 0, end)) {
            step();
            s++;
        }
        return s;
    }

    /** Whether a match begins with a byte that the first item takes. */
    private boolean beginsWithOne() {
        if (pattern.length == 0 || "()$".indexOf(pattern[0]) >= 0) {
            return false;
        }
        if (pattern[0] == ESCAPE && pattern.length > 1 && isSpecial(pattern[1])) {
            return false;
        }
        int end = classEnd(0);
        return end == pattern.length || "*?-".indexOf(pattern[end]) < 0;
    }

    int subjectLength() {
        return subject.length;
    }

    int captureCount() {
        return captures;
    }

    /**
     * The captures of the last match; the whole match when the pattern has none and it is asked
     * for.
     */
    Object[] captures(int start, int end, boolean wholeIfNone) {
        int count = captures == 0 && wholeIfNone ? 1 : captures;
        var values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = capture(i, start, end);
        }
        return values;
    }

    Object capture(int index, int start, int end) {
        if (index >= captures) {
            if (index != 0) {
                throw LuaError.of("invalid capture index %" + (index + 1), null);
            }
            return slice(start, end);
        }
        int length = lengths[index];
        if (length == UNFINISHED) {
            throw LuaError.of("unfinished capture", null);
        }
        return length == POSITION
                ? (Object) (starts[index] + 1L)
                : slice(starts[index], starts[index] + length);
    }

    private LuaString slice(int from, int to) {
        return new LuaString(Arrays.copyOfRange(subject, from, to));
    }

    private void step() {
        if ((++steps & POLL_MASK) == 0) {
            TruffleSafepoint.poll(null);
        }
    }

    /** A step that looked at so many bytes. */
    private static void step(int length) {
        if (length > POLL_MASK) {
            TruffleSafepoint.poll(null);
        }
    }

    private int match(int from, int patternFrom) {
        if (++depth > MAX_DEPTH) {
            throw LuaError.of("pattern too complex", null);
        }
        try {
            return matchItems(from, patternFrom);
        } finally {
            depth--;
        }
    }

    private int matchItems(int from, int patternFrom) {
        int s = from;
        int p = patternFrom;
        for (; p < pattern.length; step()) {
            byte c = pattern[p];
            if (c == '(') {
                return openCapture(s, p);
            } else if (c == ')') {
                return closeCapture(s, p + 1);
            } else if (c == '$' && p + 1 == pattern.length) {
                return s == subject.length ? s : NO_MATCH;
            } else if (c == ESCAPE && p + 1 < pattern.length && isSpecial(pattern[p + 1])) {
                s = matchSpecial(s, p);
                if (s == NO_MATCH) {
                    return NO_MATCH;
                }
                p = afterSpecial(p);
                continue;
            }
            int end = classEnd(p);
            byte suffix = end < pattern.length ? pattern[end] : 0;
            if (suffix == '*' || suffix == '+' || suffix == '-') {
                return repeated(s, p, end);
            }
            boolean matches = matchesOne(s, p, end);
            if (suffix == '?') {
                int result = matches ? match(s + 1, end + 1) : NO_MATCH;
                if (result != NO_MATCH) {
                    return result;
                }
                p = end + 1;
            } else if (matches) {
                s++;
                p = end;
            } else {
                return NO_MATCH;
            }
        }
        return s;
    }

    private int repeated(int s, int p, int end) {
        return switch (pattern[end]) {
            case '*' -> longest(s, p, end);
            case '+' -> matchesOne(s, p, end) ? longest(s + 1, p, end) : NO_MATCH;
            default -> shortest(s, p, end);
        };
    }

    private int openCapture(int s, int p) {
        boolean position = p + 1 < pattern.length && pattern[p + 1] == ')';
        if (captures >= MAX_CAPTURES) {
            throw LuaError.of("too many captures", null);
        }
        if (captures == starts.length) {
            starts = Arrays.copyOf(starts, MAX_CAPTURES);
            lengths = Arrays.copyOf(lengths, MAX_CAPTURES);
        }
        starts[captures] = s;
        lengths[captures] = position ? POSITION : UNFINISHED;
        captures++;
        int result = match(s, position ? p + 2 : p + 1);
        if (result == NO_MATCH) {
            captures--;
        }
        return result;
    }

    private int closeCapture(int s, int p) {
        int open = captures - 1;
        while (open >= 0 && lengths[open] != UNFINISHED) {
            open--;
        }
        if (open < 0) {
            throw LuaError.of("invalid pattern capture", null);
        }
        lengths[open] = s - starts[open];
        int result = match(s, p);
        if (result == NO_MATCH) {
            lengths[open] = UNFINISHED;
        }
        return result;
    }

    private static boolean isSpecial(byte c) {
        return c == 'b' || c == 'f' || (c >= '0' && c <= '9');
    }

    private int afterSpecial(int p) {
        return switch (pattern[p + 1]) {
            case 'b' -> p + 4;
            case 'f' -> classEnd(p + 2);
            default -> p + 2;
        };
    }

    private int matchSpecial(int s, int p) {
        return switch (pattern[p + 1]) {
            case 'b' -> matchBalance(s, p + 2);
            case 'f' -> matchFrontier(s, p + 2);
            default -> matchBackReference(s, pattern[p + 1]);
        };
    }

    private int matchBalance(int s, int p) {
        if (p + 1 >= pattern.length) {
            throw LuaError.of("malformed pattern (missing arguments to '%b')", null);
        }
        if (s >= subject.length || subject[s] != pattern[p]) {
            return NO_MATCH;
        }
        int open = 1;
        for (int i = s + 1; i < subject.length; i++) {
            step();
            if (subject[i] == pattern[p + 1]) {
                if (--open == 0) {
                    return i + 1;
                }
            } else if (subject[i] == pattern[p]) {
                open++;
            }
        }
        return NO_MATCH;
    }

    private int matchFrontier(int s, int p) {
        if (p >= pattern.length || pattern[p] != '[') {
            throw LuaError.of("missing '[' after '%f' in pattern", null);
        }
        int end = classEnd(p);
        byte previous = s == 0 ? 0 : subject[s - 1];
        byte current = s < subject.length ? subject[s] : 0;
        return !inSet(previous, p, end - 1) && inSet(current, p, end - 1) ? s : NO_MATCH;
    }

    private int matchBackReference(int s, byte digit) {
        int index = digit - '1';
        if (index < 0 || index >= captures || lengths[index] == UNFINISHED) {
            throw LuaError.of("invalid capture index %" + (index + 1), null);
        }
        int length = lengths[index];
        int start = starts[index];
        step(length);
        boolean same =
                length != POSITION
                        && subject.length - s >= length
                        && Arrays.equals(subject, start, start + length, subject, s, s + length);
        return same ? s + length : NO_MATCH;
    }

    private int longest(int s, int p, int end) {
        int count = 0;
        while (matchesOne(s + count, p, end)) {
            step();
            count++;
        }
        for (; count >= 0; count--) {
            step();
            int result = match(s + count, end + 1);
            if (result != NO_MATCH) {
                return result;
            }
        }
        return NO_MATCH;
    }

    private int shortest(int from, int p, int end) {
        for (int s = from; ; s++) {
            step();
            int result = match(s, end + 1);
            if (result != NO_MATCH) {
                return result;
            }
            if (!matchesOne(s, p, end)) {
                return NO_MATCH;
            }
        }
    }

    /** The position after the single-character class at a position. */
    private int classEnd(int from) {
        int p = from + 1;
        if (pattern[from] == ESCAPE) {
            if (p >= pattern.length) {
                throw LuaError.of("malformed pattern (ends with '%')", null);
            }
            return p + 1;
        }
        return pattern[from] == '[' ? setEnd(p) : p;
    }

    private int setEnd(int from) {
        int p = from;
        if (p < pattern.length && pattern[p] == '^') {
            p++;
        }
        do {
            if (p >= pattern.length) {
                throw LuaError.of("malformed pattern (missing ']')", null);
            }
            if (pattern[p++] == ESCAPE) {
                p++;
            }
        } while (p >= pattern.length || pattern[p] != ']');
        step(p - from);
        return p + 1;
    }

    private boolean matchesOne(int s, int p, int end) {
        if (s >= subject.length) {
            return false;
        }
        byte c = subject[s];
        return switch (pattern[p]) {
            case '.' -> true;
            case ESCAPE -> CharacterClass.contains(c, pattern[p + 1]);
            case '[' -> inSet(c, p, end - 1);
            default -> pattern[p] == c;
        };
    }

    private boolean inSet(byte c, int open, int close) {
        boolean negated = pattern[open + 1] == '^';
        step(close - open);
        int p = negated ? open + 2 : open + 1;
        while (p < close) {
            if (pattern[p] == ESCAPE) {
                if (CharacterClass.contains(c, pattern[p + 1])) {
                    return !negated;
                }
                p += 2;
            } else if (p + 2 < close && pattern[p + 1] == '-') {
                if ((pattern[p] & 0xff) <= (c & 0xff) && (c & 0xff) <= (pattern[p + 2] & 0xff)) {
                    return !negated;
                }
                p += 3;
            } else if (pattern[p++] == c) {
                return !negated;
            }
        }
        return negated;
    }
}
