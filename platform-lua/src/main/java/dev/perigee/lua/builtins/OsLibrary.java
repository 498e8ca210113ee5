package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleSafepoint;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.ByteBuilder;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaExit;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import java.io.IOException;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** {@code os} (section 6.9): time and dates; nothing that reaches the machine. */
final class OsLibrary {

    private static final String PLAIN = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%";

    private OsLibrary() {}

    static void install(Library library) {
        library.add("clock", args -> (System.nanoTime() - LuaContext.get(null).startNanos()) / 1e9)
                .add("time", OsLibrary::time)
                .add("date", OsLibrary::date)
                .add("difftime", args -> args.real(1) - args.real(2))
                .add("getenv", OsLibrary::getEnvironment)
                .add("exit", OsLibrary::exit)
                .add("setlocale", OsLibrary::setLocale)
                .add("tmpname", OsLibrary::temporaryName)
                .add("execute", OsLibrary::execute)
                .add("remove", OsLibrary::remove)
                .add("rename", OsLibrary::rename);
    }

    @TruffleBoundary
    private static Object remove(Args args) {
        var path = args.string(1).toString();
        var context = LuaContext.get(null);
        context.files().flushAll();
        try {
            context.env().getPublicTruffleFile(path).delete();
            return true;
        } catch (IOException | RuntimeException failure) {
            return FileErrors.of(failure).values(path);
        }
    }

    @TruffleBoundary
    private static Object rename(Args args) {
        var path = args.string(1).toString();
        var context = LuaContext.get(null);
        context.files().flushAll();
        try {
            var target = context.env().getPublicTruffleFile(args.string(2).toString());
            context.env()
                    .getPublicTruffleFile(path)
                    .move(target, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException | RuntimeException failure) {
            return FileErrors.of(failure).values(path);
        }
    }

    @TruffleBoundary
    private static Object temporaryName(Args args) {
        try {
            var file = LuaContext.get(null).env().createTempFile(null, "lua_", null);
            return LuaString.of(file.getPath());
        } catch (IOException | RuntimeException failure) {
            throw LuaError.of("unable to generate a unique filename", null);
        }
    }

    /** There is no shell. */
    private static Object execute(Args args) {
        return args.isNoneOrNil(1)
                ? (Object) false
                : new FileErrors.Failure("Operation not permitted", 1).values(null);
    }

    @TruffleBoundary
    private static Object getEnvironment(Args args) {
        var value = LuaContext.get(null).env().getEnvironment().get(args.string(1).toString());
        return value == null ? NIL : LuaString.of(value);
    }

    @TruffleBoundary
    private static Object exit(Args args) {
        var code = args.get(1);
        int status =
                code == NIL || Boolean.TRUE.equals(code)
                        ? 0
                        : Boolean.FALSE.equals(code) ? 1 : (int) args.integer(1);
        throw new LuaExit(status);
    }

    @TruffleBoundary
    private static Object setLocale(Args args) {
        var locale = args.isNoneOrNil(1) ? "C" : args.string(1).toString();
        return locale.isEmpty() || locale.equals("C") || locale.equals("POSIX")
                ? LuaString.of("C")
                : NIL;
    }

    @TruffleBoundary
    private static Object time(Args args) {
        if (args.isNoneOrNil(1)) {
            return System.currentTimeMillis() / 1000;
        }
        var fields = args.table(1);
        long year = field(fields, "year", null);
        long month = field(fields, "month", null);
        long day = field(fields, "day", null);
        long hour = field(fields, "hour", 12L);
        long minute = field(fields, "min", 0L);
        long second = field(fields, "sec", 0L);
        try {
            var moment =
                    LocalDateTime.of((int) year, 1, 1, 0, 0, 0)
                            .plusMonths(month - 1)
                            .plusDays(day - 1)
                            .plusHours(hour)
                            .plusMinutes(minute)
                            .plusSeconds(second)
                            .atZone(ZoneId.systemDefault());
            writeFields(fields, moment);
            return moment.toEpochSecond();
        } catch (DateTimeException | ArithmeticException outOfRange) {
            throw LuaError.of("time result cannot be represented in this installation", null);
        }
    }

    private static long field(
            LuaTable fields, String name, @org.jspecify.annotations.Nullable Long absent) {
        var value = fields.get(LuaString.of(name));
        if (value == NIL && absent != null) {
            return absent;
        }
        var integer = Conversions.toInteger(value);
        if (integer == null) {
            throw LuaError.of(
                    value == NIL
                            ? "field '" + name + "' missing in date table"
                            : "field '" + name + "' is not an integer",
                    null);
        }
        long base = name.equals("year") ? 1900 : name.equals("month") ? 1 : 0;
        if (integer - base < Integer.MIN_VALUE || integer - base > Integer.MAX_VALUE) {
            throw LuaError.of("field '" + name + "' is out-of-bound", null);
        }
        return integer;
    }

    private static void writeFields(LuaTable fields, ZonedDateTime moment) {
        put(fields, "year", moment.getYear());
        put(fields, "month", moment.getMonthValue());
        put(fields, "day", moment.getDayOfMonth());
        put(fields, "hour", moment.getHour());
        put(fields, "min", moment.getMinute());
        put(fields, "sec", moment.getSecond());
        put(fields, "yday", moment.getDayOfYear());
        put(fields, "wday", moment.getDayOfWeek().getValue() % 7 + 1L);
        fields.put(
                LuaString.of("isdst"),
                moment.getZone().getRules().isDaylightSavings(moment.toInstant()));
    }

    private static void put(LuaTable fields, String name, long value) {
        fields.put(LuaString.of(name), value);
    }

    @TruffleBoundary
    private static Object date(Args args) {
        var format = args.string(1, LuaString.of("%c")).toLatin1();
        long seconds =
                args.has(2) && !args.isNoneOrNil(2)
                        ? args.integer(2)
                        : System.currentTimeMillis() / 1000;
        boolean utc = format.startsWith("!");
        if (utc) {
            format = format.substring(1);
        }
        ZonedDateTime moment;
        try {
            moment =
                    Instant.ofEpochSecond(seconds)
                            .atZone(utc ? ZoneOffset.UTC : ZoneId.systemDefault());
        } catch (DateTimeException outOfRange) {
            throw LuaError.of("date result cannot be represented in this installation", null);
        }
        if (format.startsWith("*t")) {
            var fields = new LuaTable(0, 12);
            writeFields(fields, moment);
            return fields;
        }
        return format(args, format, moment);
    }

    private static LuaString format(Args args, String format, ZonedDateTime moment) {
        var text = new ByteBuilder(64);
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%') {
                text.append(c);
                continue;
            }
            char conversion = ++i < format.length() ? format.charAt(i) : 0;
            var allowed = PLAIN;
            if (conversion == 'E' || conversion == 'O') {
                allowed = conversion == 'E' ? "cCxXyY" : "deHImMSuUVwWy";
                conversion = ++i < format.length() ? format.charAt(i) : 0;
            }
            if (conversion == 0 || allowed.indexOf(conversion) < 0) {
                throw args.error(
                        1,
                        "invalid conversion specifier '%"
                                + (conversion == 0 ? "" : conversion)
                                + "'");
            }
            text.append(convert(conversion, moment));
            TruffleSafepoint.poll(null);
        }
        return text.toLuaString();
    }

    private static String convert(char conversion, ZonedDateTime moment) {
        return switch (conversion) {
            case '%' -> "%";
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'C' -> "%02d".formatted(moment.getYear() / 100);
            case 'u' -> Integer.toString(moment.getDayOfWeek().getValue());
            case 'w' -> Integer.toString(moment.getDayOfWeek().getValue() % 7);
            case 'U' -> week(moment, moment.getDayOfWeek().getValue() % 7);
            case 'W' -> week(moment, moment.getDayOfWeek().getValue() - 1);
            case 'V', 'G', 'g' -> isoWeek(conversion, moment);
            default -> DateTimeFormatter.ofPattern(pattern(conversion), Locale.US).format(moment);
        };
    }

    /** Java's pattern for a conversion of C. */
    private static String pattern(char conversion) {
        return switch (conversion) {
            case 'a' -> "EEE";
            case 'A' -> "EEEE";
            case 'b', 'h' -> "MMM";
            case 'B' -> "MMMM";
            case 'c' -> "EEE MMM ppd HH:mm:ss yyyy";
            case 'd' -> "dd";
            case 'D', 'x' -> "MM/dd/yy";
            case 'e' -> "ppd";
            case 'F' -> "yyyy-MM-dd";
            case 'H' -> "HH";
            case 'I' -> "hh";
            case 'j' -> "DDD";
            case 'm' -> "MM";
            case 'M' -> "mm";
            case 'p' -> "a";
            case 'r' -> "hh:mm:ss a";
            case 'R' -> "HH:mm";
            case 'S' -> "ss";
            case 'T', 'X' -> "HH:mm:ss";
            case 'y' -> "yy";
            case 'Y' -> "yyyy";
            case 'z' -> "xx";
            case 'Z' -> "zzz";
            default -> "";
        };
    }

    private static String week(ZonedDateTime moment, int daysSinceWeekStart) {
        return "%02d".formatted((moment.getDayOfYear() + 6 - daysSinceWeekStart) / 7);
    }

    private static String isoWeek(char conversion, ZonedDateTime moment) {
        var fields = java.time.temporal.WeekFields.ISO;
        int year = moment.get(fields.weekBasedYear());
        return switch (conversion) {
            case 'V' -> "%02d".formatted(moment.get(fields.weekOfWeekBasedYear()));
            case 'G' -> Integer.toString(year);
            default -> "%02d".formatted(year % 100);
        };
    }
}
