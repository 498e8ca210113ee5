package dev.perigee.lua.json;

import com.oracle.truffle.api.TruffleSafepoint;
import dev.perigee.lua.parser.LuaNumbers;
import dev.perigee.lua.runtime.ByteBuilder;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one JSON text (RFC 8259, strictly) into Lua values. Objects and arrays nest at most 1,000
 * deep.
 */
public final class JsonDecoder {

    private static final int MAX_DEPTH = 1000;
    private static final int MAX_EXACT_DIGITS = 18;
    private static final int KEY_CACHE = 64;
    private static final int POLL_MASK = 0xfff;

    private final byte[] text;
    private final LuaTable emptyArray;
    private final LuaString[] keys = new LuaString[KEY_CACHE];
    private int at;
    private int depth;
    private int steps;

    /**
     * @param emptyArray the metatable given to empty arrays, so that they encode as arrays again
     */
    public JsonDecoder(byte[] text, LuaTable emptyArray) {
        this.text = text;
        this.emptyArray = emptyArray;
    }

    /**
     * @throws LuaError that names the character where the text stops being JSON
     */
    public Object decode() {
        var value = value();
        skipSpace();
        if (at < text.length) {
            throw expected("the end");
        }
        return value;
    }

    private Object value() {
        skipSpace();
        if (at >= text.length) {
            throw expected("value");
        }
        return switch (text[at]) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", JsonNull.NULL);
            default -> number();
        };
    }

    private void skipSpace() {
        while (at < text.length
                && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            poll(++at);
        }
    }

    /** Values, spaces and strings may be as long as the text. */
    private static void poll(int step) {
        if ((step & POLL_MASK) == 0) {
            TruffleSafepoint.poll(null);
        }
    }

    private LuaError expected(String what) {
        var found = at >= text.length ? "T_END" : "invalid token";
        return LuaError.of(
                "Expected " + what + " but found " + found + " at character " + (at + 1), null);
    }

    private Object word(String word, Object value) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= text.length || text[at + i] != word.charAt(i)) {
                throw expected("value");
            }
        }
        at += word.length();
        return value;
    }

    private void enter() {
        at++;
        if (++depth > MAX_DEPTH) {
            throw LuaError.of(
                    "Found too many nested data structures (" + depth + ") at character " + at,
                    null);
        }
    }

    private boolean next(char c) {
        poll(++steps);
        skipSpace();
        if (at < text.length && text[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    private LuaTable object() {
        enter();
        var object = new LuaTable(0, 4);
        if (!next('}')) {
            do {
                skipSpace();
                if (at >= text.length || text[at] != '"') {
                    throw expected("object key string");
                }
                var key = key();
                if (!next(':')) {
                    throw expected("colon");
                }
                object.put(key, value());
            } while (next(','));
            if (!next('}')) {
                throw expected("comma or object end");
            }
        }
        depth--;
        return object;
    }

    private LuaTable array() {
        enter();
        var array = new LuaTable();
        if (next(']')) {
            array.setMetatable(emptyArray);
        } else {
            long index = 1;
            do {
                array.put(index++, value());
            } while (next(','));
            if (!next(']')) {
                throw expected("comma or array end");
            }
        }
        depth--;
        return array;
    }

    /**
     * Keys repeat: a recent equal one is used again, which saves memory and makes later comparisons
     * fast.
     */
    private LuaString key() {
        var key = string();
        int slot = key.hashCode() & (KEY_CACHE - 1);
        var known = keys[slot];
        if (known != null && known.equals(key)) {
            return known;
        }
        keys[slot] = key;
        return key;
    }

    private LuaString string() {
        int start = ++at;
        while (at < text.length && text[at] != '"' && text[at] != '\\') {
            if (text[at] >= 0 && text[at] < ' ') {
                throw expected("value");
            }
            poll(++at);
        }
        if (at >= text.length) {
            throw expected("string end");
        }
        if (text[at] == '"') {
            return new LuaString(Arrays.copyOfRange(text, start, at++));
        }
        return stringWithEscapes(start);
    }

    private LuaString stringWithEscapes(int start) {
        var result = new ByteBuilder(at - start + 32).append(text, start, at);
        while (at < text.length && text[at] != '"') {
            byte c = text[at];
            if (c == '\\') {
                at++;
                escape(result);
            } else if (c >= 0 && c < ' ') {
                throw expected("value");
            } else {
                result.append(c);
                at++;
            }
        }
        if (at >= text.length) {
            throw expected("string end");
        }
        at++;
        return result.toLuaString();
    }

    private void escape(ByteBuilder result) {
        byte c = at < text.length ? text[at++] : 0;
        switch (c) {
            case '"', '\\', '/' -> result.append(c);
            case 'b' -> result.append('\b');
            case 'f' -> result.append('\f');
            case 'n' -> result.append('\n');
            case 'r' -> result.append('\r');
            case 't' -> result.append('\t');
            case 'u' -> result.append(unicode().getBytes(StandardCharsets.UTF_8));
            default ->
                    throw LuaError.of(
                            "Expected value but found invalid escape code at character " + at,
                            null);
        }
    }

    private String unicode() {
        int unit = hexadecimal();
        boolean high = Character.isHighSurrogate((char) unit);
        if (high && at + 1 < text.length && text[at] == '\\' && text[at + 1] == 'u') {
            at += 2;
            int low = hexadecimal();
            if (Character.isLowSurrogate((char) low)) {
                return Character.toString(Character.toCodePoint((char) unit, (char) low));
            }
        }
        if (Character.isSurrogate((char) unit)) {
            throw LuaError.of(
                    "Expected value but found invalid unicode escape code at character " + at,
                    null);
        }
        return Character.toString(unit);
    }

    private int hexadecimal() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length ? Character.digit(text[at], 16) : -1;
            if (digit < 0) {
                throw LuaError.of(
                        "Expected value but found invalid unicode escape code at character "
                                + (at + 1),
                        null);
            }
            value = value << 4 | digit;
            at++;
        }
        return value;
    }

    private Object number() {
        int start = at;
        boolean integral = true;
        long value = 0;
        if (at < text.length && text[at] == '-') {
            at++;
        }
        int first = at;
        while (isDigit()) {
            value = value * 10 + text[at] - '0';
            poll(++at);
        }
        int digits = at - first;
        if (digits == 0 || (digits > 1 && text[first] == '0')) {
            at = start;
            throw expected("value");
        }
        if (at < text.length && text[at] == '.') {
            at++;
            integral = false;
            requireDigits();
        }
        if (at < text.length && (text[at] == 'e' || text[at] == 'E')) {
            at++;
            integral = false;
            if (at < text.length && (text[at] == '+' || text[at] == '-')) {
                at++;
            }
            requireDigits();
        }
        if (integral && digits <= MAX_EXACT_DIGITS) {
            return first > start ? (value == 0 ? (Object) (-0.0) : -value) : value;
        }
        return parsed(start, integral);
    }

    private Object parsed(int start, boolean integral) {
        var source = new String(text, start, at - start, StandardCharsets.ISO_8859_1);
        if (integral) {
            try {
                return Long.parseLong(source);
            } catch (NumberFormatException large) {
                return LuaNumbers.parseDouble(source);
            }
        }
        return LuaNumbers.parseDouble(source);
    }

    private boolean isDigit() {
        return at < text.length && text[at] >= '0' && text[at] <= '9';
    }

    private void requireDigits() {
        if (!isDigit()) {
            throw expected("value");
        }
        while (isDigit()) {
            poll(++at);
        }
    }
}
