package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.Arithmetic;
import dev.perigee.lua.runtime.Comparison;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.LuaString;

/** Mathematical functions (section 6.7). */
final class MathLibrary {

    private static final LuaString INTEGER = LuaString.of("integer");
    private static final LuaString FLOAT = LuaString.of("float");

    private MathLibrary() {}

    static void install(Library library) {
        library.set("pi", Math.PI)
                .set("huge", Double.POSITIVE_INFINITY)
                .set("maxinteger", Long.MAX_VALUE)
                .set("mininteger", Long.MIN_VALUE);
        library.add("abs", MathLibrary::abs)
                .add(
                        "ceil",
                        args ->
                                args.number(1) instanceof Long integer
                                        ? integer
                                        : integral(Math.ceil(args.real(1))))
                .add(
                        "floor",
                        args ->
                                args.number(1) instanceof Long integer
                                        ? integer
                                        : integral(Math.floor(args.real(1))))
                .add("sqrt", args -> Math.sqrt(args.real(1)))
                .add("fmod", MathLibrary::fmod)
                .add("mod", MathLibrary::fmod)
                .add("modf", MathLibrary::modf)
                .add("max", args -> extreme(args, true))
                .add("min", args -> extreme(args, false))
                .add("pow", args -> Arithmetic.power(args.real(1), args.real(2)))
                .add("tointeger", MathLibrary::toInteger)
                .add("type", MathLibrary::type)
                .add("ult", args -> Long.compareUnsigned(args.integer(1), args.integer(2)) < 0)
                .add("random", MathLibrary::random)
                .add("randomseed", MathLibrary::randomSeed);
        installTranscendental(library);
    }

    private static void installTranscendental(Library library) {
        library.add("sin", args -> Math.sin(args.real(1)))
                .add("cos", args -> Math.cos(args.real(1)))
                .add("tan", args -> Math.tan(args.real(1)))
                .add("asin", args -> asin(args.real(1)))
                .add("acos", args -> acos(args.real(1)))
                .add("atan", args -> atan(args.real(1), args.isNoneOrNil(2) ? 1 : args.real(2)))
                .add("atan2", args -> atan(args.real(1), args.real(2)))
                .add("sinh", args -> sinh(args.real(1)))
                .add("cosh", args -> cosh(args.real(1)))
                .add("tanh", args -> tanh(args.real(1)))
                .add("exp", args -> Math.exp(args.real(1)))
                .add("log", MathLibrary::log)
                .add("log10", args -> Math.log10(args.real(1)))
                .add("ldexp", args -> ldexp(args.real(1), args.integer(2)))
                .add("frexp", MathLibrary::frexp)
                .add("deg", args -> args.real(1) * (180.0 / Math.PI))
                .add("rad", args -> args.real(1) * (Math.PI / 180.0));
    }

    @TruffleBoundary
    private static double asin(double x) {
        return Math.asin(x);
    }

    @TruffleBoundary
    private static double acos(double x) {
        return Math.acos(x);
    }

    @TruffleBoundary
    private static double atan(double y, double x) {
        return Math.atan2(y, x);
    }

    @TruffleBoundary
    private static double sinh(double x) {
        return Math.sinh(x);
    }

    @TruffleBoundary
    private static double cosh(double x) {
        return Math.cosh(x);
    }

    @TruffleBoundary
    private static double tanh(double x) {
        return Math.tanh(x);
    }

    private static Object abs(Args args) {
        return args.number(1) instanceof Long integer
                ? (Object) Math.abs(integer)
                : Math.abs(args.real(1));
    }

    /** An integer where the float has one. */
    private static Object integral(double number) {
        return number >= -0x1p63 && number < 0x1p63 ? (Object) (long) number : number;
    }

    private static Object fmod(Args args) {
        if (args.number(1) instanceof Long a && args.number(2) instanceof Long b) {
            if (b == 0) {
                throw args.error(2, "zero");
            }
            return b == -1 ? 0L : a % b;
        }
        return args.real(1) % args.real(2);
    }

    private static Object modf(Args args) {
        if (args.number(1) instanceof Long integer) {
            return new Object[] {integer, 0.0};
        }
        double value = args.real(1);
        double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
        return new Object[] {integral(whole), Double.isInfinite(value) ? 0.0 : value - whole};
    }

    private static Object extreme(Args args, boolean largest) {
        if (args.count() == 0) {
            throw args.error(1, "value expected");
        }
        var best = args.number(1);
        for (int i = 2; i <= args.count(); i++) {
            var next = args.number(i);
            if (largest
                    ? Comparison.lessThan(best, next, null)
                    : Comparison.lessThan(next, best, null)) {
                best = next;
            }
        }
        return best;
    }

    @TruffleBoundary
    private static Object toInteger(Args args) {
        args.any(1);
        var integer = Conversions.toInteger(args.get(1));
        return integer == null ? NIL : integer;
    }

    private static Object type(Args args) {
        return switch (args.any(1)) {
            case Long _ -> INTEGER;
            case Double _ -> FLOAT;
            default -> NIL;
        };
    }

    @TruffleBoundary
    private static Object log(Args args) {
        double value = args.real(1);
        if (args.isNoneOrNil(2)) {
            return Math.log(value);
        }
        double base = args.real(2);
        if (base == 2) {
            return logTwo(value);
        }
        return base == 10 ? Math.log10(value) : Math.log(value) / Math.log(base);
    }

    private static double logTwo(double value) {
        int exponent = Math.getExponent(value);
        boolean power =
                value > 0
                        && exponent >= Double.MIN_EXPONENT
                        && exponent <= Double.MAX_EXPONENT
                        && value == Math.scalb(1.0, exponent);
        return power ? exponent : Math.log(value) / Math.log(2);
    }

    private static double ldexp(double mantissa, long exponent) {
        return Math.scalb(mantissa, Math.clamp(exponent, -5000, 5000));
    }

    @TruffleBoundary
    private static Object frexp(Args args) {
        double value = args.real(1);
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return new Object[] {value, 0L};
        }
        int shift = Math.abs(value) < Double.MIN_NORMAL ? 54 : 0;
        double scaled = Math.scalb(value, shift);
        int exponent = Math.getExponent(scaled) + 1;
        return new Object[] {Math.scalb(scaled, -exponent), (long) exponent - shift};
    }

    @TruffleBoundary
    private static Object random(Args args) {
        var random = LuaContext.get(null).random();
        if (args.count() == 0) {
            return random.nextDouble();
        }
        long low = args.count() == 1 ? 1 : args.integer(1);
        long high = args.integer(args.count() == 1 ? 1 : 2);
        if (args.count() == 1 && high == 0) {
            return random.nextLong();
        }
        if (args.count() > 2) {
            throw dev.perigee.lua.runtime.LuaError.of("wrong number of arguments", null);
        }
        if (low > high) {
            throw args.error(args.count(), "interval is empty");
        }
        return random.between(low, high);
    }

    @TruffleBoundary
    private static Object randomSeed(Args args) {
        var random = LuaContext.get(null).random();
        if (args.count() == 0) {
            return random.seed(System.nanoTime(), System.identityHashCode(args));
        }
        long first = args.number(1) instanceof Long integer ? integer : floatSeed(args.real(1));
        return random.seed(first, args.integer(2, 0));
    }

    private static long floatSeed(double number) {
        return number == Math.rint(number) && Math.abs(number) < 0x1p62
                ? (long) number
                : Double.doubleToRawLongBits(number);
    }
}
