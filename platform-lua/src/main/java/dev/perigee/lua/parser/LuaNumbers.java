package dev.perigee.lua.parser;

import com.oracle.truffle.api.TruffleSafepoint;
import org.jspecify.annotations.Nullable;

/**
 * Reads numerals as section 3.1 of the manual defines them; source text and {@code tonumber} share
 * this code.
 */
public final class LuaNumbers {

    private static final int POLL_MASK = 0xffff;

    /** Neither a float nor the middle of two has more digits that count than 768. */
    private static final int MAX_DIGITS = 800;

    private static final long MAX_EXPONENT = 1_000_000_000;

    private LuaNumbers() {}

    /**
     * The number that the text denotes, spaces around it allowed: a Long, a Double, or null when it
     * is none.
     */
    public static @Nullable Object parse(String text) {
        var trimmed = strip(text);
        if (trimmed.isEmpty()) {
            return null;
        }
        int sign = trimmed.charAt(0) == '-' || trimmed.charAt(0) == '+' ? 1 : 0;
        boolean negative = trimmed.charAt(0) == '-';
        if (trimmed.length() > sign + 1
                && trimmed.charAt(sign) == '0'
                && (trimmed.charAt(sign + 1) | 0x20) == 'x') {
            return parseHex(trimmed, sign + 2, negative);
        }
        return parseDecimal(trimmed, sign, negative);
    }

    /** Without Lua's spaces around it. */
    public static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(at(text, start))) {
            start++;
        }
        while (end > start && isSpace(at(text, end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** A character of a text that may be so long that looking at all of it is to be interrupted. */
    private static char at(String text, int index) {
        if ((index & POLL_MASK) == POLL_MASK) {
            TruffleSafepoint.poll(null);
        }
        return text.charAt(index);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static @Nullable Object parseDecimal(String text, int start, boolean negative) {
        long value = 0;
        boolean integral = text.length() > start;
        for (int i = start; i < text.length() && integral; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                integral = false;
            } else if (value > (Long.MAX_VALUE - digit) / 10
                    && !isMinimum(value, digit, negative)) {
                integral = false;
            } else {
                value = value * 10 + digit;
            }
        }
        if (integral) {
            return negative ? -value : value;
        }
        return parseDecimalFloat(text, start);
    }

    private static boolean isMinimum(long value, int digit, boolean negative) {
        return negative && value == Long.MAX_VALUE / 10 && digit == 8;
    }

    private static @Nullable Object parseDecimalFloat(String text, int start) {
        boolean digits = false;
        for (int i = start; i < text.length(); i++) {
            char c = at(text, i);
            boolean sign =
                    (c == '+' || c == '-') && (text.charAt(i - 1) | 0x20) == 'e' && i > start;
            if (!(c >= '0' && c <= '9') && c != '.' && (c | 0x20) != 'e' && !sign) {
                return null;
            }
            digits |= c >= '0' && c <= '9';
        }
        if (!digits) {
            return null;
        }
        try {
            return Double.parseDouble(text.length() <= MAX_DIGITS ? text : shorten(text, start));
        } catch (NumberFormatException notANumeral) {
            return null;
        }
    }

    /** A float of JSON or Lua, however long; other text is a NumberFormatException. */
    public static double parseDouble(String text) {
        return Double.parseDouble(
                text.length() <= MAX_DIGITS ? text : shorten(text, text.startsWith("-") ? 1 : 0));
    }

    /**
     * A numeral with the same value and few digits, for the JVM reads one without a safepoint:
     * behind so many digits that count it only matters whether there is one more.
     */
    private static String shorten(String text, int start) {
        var digits = new StringBuilder(text.substring(0, start)).append('0');
        long exponent = 0;
        boolean point = false;
        boolean more = false;
        boolean any = false;
        int i = start;
        for (; i < text.length() && (text.charAt(i) | 0x20) != 'e'; i++) {
            char c = at(text, i);
            if (c == '.' && !point) {
                point = true;
                continue;
            } else if (c < '0' || c > '9') {
                throw new NumberFormatException();
            }
            any = true;
            boolean kept = digits.length() <= MAX_DIGITS;
            if (kept && (c != '0' || digits.length() > start + 1)) {
                digits.append(c);
            }
            more |= !kept && c != '0';
            exponent += (kept ? 0 : 1) - (point ? 1 : 0);
        }
        if (!any) {
            throw new NumberFormatException();
        }
        if (i < text.length()) {
            exponent += decimalExponent(text, i + 1);
        }
        return digits.append(more ? "1" : "0").append('e').append(exponent - 1).toString();
    }

    private static long decimalExponent(String text, int start) {
        int first = start < text.length() && "+-".indexOf(text.charAt(start)) >= 0 ? 1 : 0;
        if (start + first == text.length()) {
            throw new NumberFormatException();
        }
        long value = 0;
        for (int i = start + first; i < text.length(); i++) {
            int digit = at(text, i) - '0';
            if (digit < 0 || digit > 9) {
                throw new NumberFormatException();
            }
            value = Math.min(value * 10 + digit, MAX_EXPONENT);
        }
        return text.charAt(start) == '-' ? -value : value;
    }

    /** Hexadecimal integers wrap around; with a point or an exponent they are floats. */
    private static @Nullable Object parseHex(String text, int start, boolean negative) {
        long integer = 0;
        double mantissa = 0;
        int exponent = 0;
        int digits = 0;
        boolean isFloat = false;
        int i = start;
        for (; i < text.length(); i++) {
            char c = at(text, i);
            int digit = Character.digit(c, 16);
            if (digit >= 0 && c < 128) {
                integer = integer * 16 + digit;
                mantissa = mantissa * 16 + digit;
                exponent -= isFloat ? 4 : 0;
                digits++;
            } else if (c == '.' && !isFloat) {
                isFloat = true;
            } else {
                break;
            }
        }
        if (digits == 0) {
            return null;
        }
        if (i < text.length()) {
            var power = parseExponent(text, i);
            if (power == null) {
                return null;
            }
            exponent += power;
            isFloat = true;
        }
        if (!isFloat) {
            return negative ? -integer : integer;
        }
        double value = scale(mantissa, exponent);
        return negative ? -value : value;
    }

    private static double scale(double mantissa, int exponent) {
        double value = mantissa;
        int rest = exponent;
        while (rest > 1000 && value != 0 && !Double.isInfinite(value)) {
            value = Math.scalb(value, 1000);
            rest -= 1000;
        }
        while (rest < -1000 && value != 0) {
            value = Math.scalb(value, -1000);
            rest += 1000;
        }
        return Math.scalb(value, Math.clamp(rest, -1000, 1000));
    }

    private static @Nullable Integer parseExponent(String text, int start) {
        if ((text.charAt(start) | 0x20) != 'p') {
            return null;
        }
        int i = start + 1;
        boolean negative = i < text.length() && text.charAt(i) == '-';
        if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
            i++;
        }
        if (i == text.length()) {
            return null;
        }
        int value = 0;
        for (; i < text.length(); i++) {
            int digit = at(text, i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            value = Math.min(value * 10 + digit, 100_000);
        }
        return negative ? -value : value;
    }
}
