package dev.perigee.lua.runtime;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Floats as text, as C's {@code printf} writes them. */
public final class NumberText {

    private static final int DIGITS = 14;
    private static final double EXACT = 1e14;

    private NumberText() {}

    /**
     * As {@code tostring} writes a float: {@code %.14g}, with {@code .0} where that looks like an
     * integer.
     */
    public static String of(double number) {
        if (Double.isNaN(number)) {
            return Double.doubleToRawLongBits(number) < 0 ? "-nan" : "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        var sign = number < 0 || 1 / number < 0 ? "-" : "";
        if (number == Math.rint(number) && Math.abs(number) < EXACT) {
            return sign + (long) Math.abs(number) + ".0";
        }
        var text = general(Math.abs(number), DIGITS, false);
        return sign + (looksLikeInteger(text) ? text + ".0" : text);
    }

    private static boolean looksLikeInteger(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** {@code %g} of a finite number that is not negative. */
    public static String general(double number, int precision, boolean keepZeros) {
        if (number == 0) {
            return keepZeros ? "0." + "0".repeat(precision - 1) : "0";
        }
        var rounded =
                new BigDecimal(number).round(new MathContext(precision, RoundingMode.HALF_EVEN));
        int exponent = exponent(rounded);
        if (exponent < -4 || exponent >= precision) {
            if (keepZeros) {
                return scientific(rounded, precision - 1, true);
            }
            var digits = rounded.stripTrailingZeros().unscaledValue().toString();
            return scientific(digits.charAt(0), digits.substring(1), exponent, false);
        }
        var text =
                rounded.setScale(precision - 1 - exponent, RoundingMode.UNNECESSARY)
                        .toPlainString();
        if (keepZeros) {
            return text.indexOf('.') < 0 ? text + "." : text;
        }
        return text.indexOf('.') < 0 ? text : text.replaceFirst("\\.?0+$", "");
    }

    /** {@code %e} of a finite number that is not negative. */
    public static String scientific(double number, int precision, boolean point) {
        if (number == 0) {
            return "0" + (precision > 0 ? "." + "0".repeat(precision) : point ? "." : "") + "e+00";
        }
        var rounded =
                new BigDecimal(number)
                        .round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        return scientific(rounded, precision, point);
    }

    private static String scientific(BigDecimal rounded, int precision, boolean point) {
        var digits = rounded.unscaledValue().toString();
        digits =
                digits.length() > precision + 1
                        ? digits.substring(0, precision + 1)
                        : digits + "0".repeat(precision + 1 - digits.length());
        return scientific(digits.charAt(0), digits.substring(1), exponent(rounded), point);
    }

    private static String scientific(char first, String fraction, int exponent, boolean point) {
        var mantissa = first + (fraction.isEmpty() && !point ? "" : "." + fraction);
        int magnitude = Math.abs(exponent);
        return mantissa + (exponent < 0 ? "e-" : "e+") + (magnitude < 10 ? "0" : "") + magnitude;
    }

    private static int exponent(BigDecimal number) {
        return number.precision() - number.scale() - 1;
    }

    /**
     * {@code %a} of a finite number, with as many hexadecimal digits as given, or as needed when
     * that is negative.
     */
    public static String hexadecimal(double number, int precision) {
        var text = Double.toHexString(number);
        int exponentAt = text.indexOf('p');
        int pointAt = text.indexOf('.');
        var fraction = text.substring(pointAt + 1, exponentAt);
        var digits = fraction.equals("0") ? "" : fraction;
        var exponent = text.substring(exponentAt + 1);
        var lead = text.substring(0, pointAt);
        if (precision >= 0 && digits.length() > precision) {
            return roundedHexadecimal(number, precision);
        }
        digits += "0".repeat(Math.max(0, precision - digits.length()));
        return lead
                + (digits.isEmpty() ? "" : "." + digits)
                + "p"
                + (exponent.startsWith("-") ? "" : "+")
                + exponent;
    }

    private static String roundedHexadecimal(double number, int precision) {
        int drop = 52 - 4 * precision;
        long bits = Double.doubleToRawLongBits(number);
        long half = 1L << (drop - 1);
        long kept = (bits + half - 1 + ((bits >>> drop) & 1)) >>> drop << drop;
        return hexadecimal(Double.longBitsToDouble(kept), precision);
    }
}
