package dev.perigee.lua.builtins;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.ByteBuilder;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.Nil;
import dev.perigee.lua.runtime.NumberText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** {@code string.format}: C's conversions as the reference passes them on, and {@code %q}. */
final class StringFormat {

    private static final int DEFAULT_PRECISION = 6;

    private static final int MAX_SPECIFICATION = 22;

    /** Strings up to this length look as if equal ones were one object, as in the reference. */
    private static final int MAX_INTERNED = 40;

    private final Args args;
    private final byte[] template;
    private final ByteBuilder result;
    private int at;

    /** What stands between % and conversion of the current item. */
    private String modifiers = "";

    /** That of the current item; 0 at the end of the template. */
    private char conversion;

    private int argument = 1;

    private StringFormat(Args args) {
        this.args = args;
        template = args.string(1).bytes();
        result = new ByteBuilder(template.length + 32);
    }

    @TruffleBoundary
    static Object format(Args args) {
        return new StringFormat(args).run();
    }

    private LuaString run() {
        while (at < template.length) {
            byte c = template[at++];
            if (c != '%') {
                result.append(c);
            } else if (at < template.length && template[at] == '%') {
                result.append(template[at++]);
            } else {
                scan();
                convert();
            }
        }
        return result.toLuaString();
    }

    /** Flags, width, precision (-1 for none) and conversion of one item. */
    private record Specification(String flags, int width, int precision, char conversion) {
        boolean has(char flag) {
            return flags.indexOf(flag) >= 0;
        }
    }

    /** Reads up to the conversion; whether what is before it fits is asked once that is known. */
    private void scan() {
        int start = at;
        int end = Math.min(template.length, start + MAX_SPECIFICATION);
        while (at < end && "-+ #0123456789.".indexOf(template[at]) >= 0) {
            at++;
        }
        if (at - start + 1 >= MAX_SPECIFICATION) {
            throw LuaError.of("invalid format (too long)", null);
        }
        modifiers = new String(template, start, at - start, StandardCharsets.ISO_8859_1);
        conversion = at < template.length ? (char) (template[at++] & 0xff) : 0;
    }

    private String text() {
        return "%" + modifiers + (conversion == 0 ? "" : conversion);
    }

    /** What the item says, where it has only flags that its conversion allows. */
    private Specification checked(String allowed, boolean precise) {
        int flags = 0;
        while (flags < modifiers.length() && allowed.indexOf(modifiers.charAt(flags)) >= 0) {
            flags++;
        }
        int width = afterDigits(flags);
        int precision = -1;
        int end = width;
        if (precise && modifiers.startsWith(".", width)) {
            end = afterDigits(width + 1);
            precision = number(width + 1, end);
        }
        // A 0 that is no flag does not begin a width.
        if (end < modifiers.length() || modifiers.startsWith("0", flags)) {
            throw LuaError.of("invalid conversion specification: '" + text() + "'", null);
        }
        return new Specification(
                modifiers.substring(0, flags), number(flags, width), precision, conversion);
    }

    /** Behind at most two digits. */
    private int afterDigits(int from) {
        int end = from;
        while (end < modifiers.length() && end < from + 2 && isDigit(modifiers.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private int number(int from, int to) {
        return from == to ? 0 : Integer.parseInt(modifiers, from, to, 10);
    }

    /** An argument of the wrong type is refused before modifiers are, as in the reference. */
    private void convert() {
        argument++;
        if (!args.has(argument)) {
            throw args.error(argument, "no value");
        }
        switch (conversion) {
            case 'd', 'i' -> integer(args.integer(argument), "-+0 ");
            case 'u' -> integer(args.integer(argument), "-0");
            case 'o', 'x', 'X' -> integer(args.integer(argument), "-#0");
            case 'c' -> character(checked("-", false));
            case 'p' -> pad(checked("-", false), pointer(args.get(argument)), false);
            case 's' -> string(Conversions.toText(args.get(argument)));
            case 'q' -> quote(args.get(argument));
            case 'a', 'A', 'e', 'E', 'f', 'g', 'G' -> real();
            default -> throw LuaError.of("invalid conversion '" + text() + "' to 'format'", null);
        }
    }

    private void integer(long value, String flags) {
        var spec = checked(flags, true);
        var text =
                switch (conversion) {
                    case 'u' -> minimumDigits(spec, Long.toUnsignedString(value));
                    case 'o' -> octal(spec, value);
                    case 'x', 'X' -> hexadecimal(spec, value);
                    default -> signed(spec, integerDigits(spec, value));
                };
        pad(spec, text, true);
    }

    private void character(Specification spec) {
        pad(spec, Character.toString((char) (args.integer(argument) & 0xff)), false);
    }

    private void real() {
        double value = args.real(argument);
        var spec = checked("-+ #0", true);
        pad(spec, real(spec, value), true);
    }

    private static String integerDigits(Specification spec, long value) {
        var text = Long.toString(value);
        return value < 0 ? "-" + minimumDigits(spec, text.substring(1)) : minimumDigits(spec, text);
    }

    private static String minimumDigits(Specification spec, String digits) {
        if (spec.precision == 0 && digits.equals("0")) {
            return "";
        }
        return "0".repeat(Math.max(0, spec.precision - digits.length())) + digits;
    }

    private static String octal(Specification spec, long value) {
        var digits = minimumDigits(spec, Long.toOctalString(value));
        return spec.has('#') && !digits.startsWith("0") ? "0" + digits : digits;
    }

    private static String hexadecimal(Specification spec, long value) {
        var digits = minimumDigits(spec, Long.toHexString(value));
        var text = spec.has('#') && value != 0 ? "0x" + digits : digits;
        return spec.conversion == 'X' ? text.toUpperCase(Locale.ROOT) : text;
    }

    private static String pointer(Object value) {
        return switch (value) {
            case Nil _, Boolean _, Long _, Double _ -> "(null)";
            case LuaString text when text.length() <= MAX_INTERNED ->
                    "0x%08x".formatted(text.hashCode());
            default -> Conversions.address(value);
        };
    }

    private static String signed(Specification spec, String text) {
        if (text.startsWith("-")) {
            return text;
        }
        return spec.has('+') ? "+" + text : spec.has(' ') ? " " + text : text;
    }

    private static String real(Specification spec, double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            var text =
                    signed(
                            spec,
                            Double.isNaN(value)
                                    ? (isNegativeNan(value) ? "-nan" : "nan")
                                    : value > 0 ? "inf" : "-inf");
            return Character.isUpperCase(spec.conversion) ? text.toUpperCase(Locale.ROOT) : text;
        }
        boolean negative = value < 0 || 1 / value < 0;
        var magnitude = Math.abs(value);
        int precision = spec.precision < 0 ? DEFAULT_PRECISION : spec.precision;
        var digits =
                switch (spec.conversion) {
                    case 'a', 'A' -> NumberText.hexadecimal(magnitude, spec.precision);
                    case 'e', 'E' -> NumberText.scientific(magnitude, precision, spec.has('#'));
                    case 'g', 'G' ->
                            NumberText.general(magnitude, Math.max(1, precision), spec.has('#'));
                    default -> fixed(magnitude, precision, spec.has('#'));
                };
        var text = signed(spec, negative ? "-" + digits : digits);
        return Character.isUpperCase(spec.conversion) ? text.toUpperCase(Locale.ROOT) : text;
    }

    private static boolean isNegativeNan(double value) {
        return Double.doubleToRawLongBits(value) < 0;
    }

    private static String fixed(double magnitude, int precision, boolean point) {
        var text =
                new BigDecimal(magnitude)
                        .setScale(precision, RoundingMode.HALF_EVEN)
                        .toPlainString();
        return point && precision == 0 ? text + "." : text;
    }

    private void pad(Specification spec, String text, boolean numeric) {
        int missing = spec.width - text.length();
        boolean finite = !text.endsWith("f") && !text.endsWith("n");
        boolean zeros =
                numeric
                        && spec.has('0')
                        && !spec.has('-')
                        && (finite || isHexadecimal(spec))
                        && !(spec.precision >= 0 && "diuoxX".indexOf(spec.conversion) >= 0);
        if (missing <= 0) {
            result.append(text);
        } else if (spec.has('-')) {
            result.append(text).append(" ".repeat(missing));
        } else if (zeros) {
            int sign = prefixLength(text);
            result.append(text.substring(0, sign))
                    .append("0".repeat(missing))
                    .append(text.substring(sign));
        } else {
            result.append(" ".repeat(missing)).append(text);
        }
    }

    private static boolean isHexadecimal(Specification spec) {
        return "xXaA".indexOf(spec.conversion) >= 0;
    }

    private static int prefixLength(String text) {
        int sign = !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
        return text.regionMatches(true, sign, "0x", 0, 2) ? sign + 2 : sign;
    }

    private void string(LuaString text) {
        if (modifiers.isEmpty()) {
            result.append(text);
            return;
        }
        var bytes = text.bytes();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw args.error(argument, "string contains zeros");
            }
            StringLibrary.poll(i);
        }
        var spec = checked("-", true);
        var shown = text.toLatin1();
        pad(
                spec,
                spec.precision >= 0 && spec.precision < shown.length()
                        ? shown.substring(0, spec.precision)
                        : shown,
                false);
    }

    private void quote(Object value) {
        if (!modifiers.isEmpty()) {
            throw LuaError.of("specifier '%q' cannot have modifiers", null);
        }
        switch (value) {
            case LuaString text -> quoteString(text.bytes());
            case Long integer ->
                    result.append(
                            integer == Long.MIN_VALUE ? "0x8000000000000000" : integer.toString());
            case Double number -> result.append(quotedReal(number));
            case Nil _, Boolean _ -> result.append(value.toString());
            default -> throw args.error(argument, "value has no literal form");
        }
    }

    private static String quotedReal(double number) {
        if (number == Math.rint(number) && !Double.isInfinite(number)) {
            return number == (long) number
                    ? (long) number + "e0"
                    : NumberText.hexadecimal(number, -1);
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "1e9999" : "-1e9999";
        }
        return Double.isNaN(number)
                ? "(0/0)"
                : (number < 0 ? "-" : "") + NumberText.hexadecimal(Math.abs(number), -1);
    }

    private void quoteString(byte[] bytes) {
        result.append('"');
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '"' || b == '\\' || b == '\n') {
                result.append('\\').append(b);
            } else if ((b >= 0 && b < ' ') || b == 127) {
                boolean digitFollows =
                        i + 1 < bytes.length && bytes[i + 1] >= '0' && bytes[i + 1] <= '9';
                result.append(digitFollows ? "\\%03d".formatted(b) : "\\" + b);
            } else {
                result.append(b);
            }
        }
        result.append('"');
    }
}
