package dev.perigee.lua.parser;

import org.jspecify.annotations.Nullable;

/**
 * Reads numerals as section 3.1 of the manual defines them; source text and {@code tonumber} share
 * this code.
 */
public final class LuaNumbers {

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

    private static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
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
            char c = text.charAt(i);
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
            return Double.parseDouble(text);
        } catch (NumberFormatException notANumeral) {
            return null;
        }
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
            char c = text.charAt(i);
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
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            value = Math.min(value * 10 + digit, 100_000);
        }
        return negative ? -value : value;
    }
}
