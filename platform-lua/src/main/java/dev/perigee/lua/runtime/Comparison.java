package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;

/** Equality and order (section 3.4.4). */
@SuppressWarnings("ReferenceEquality") // Raw equality of objects is identity.
public final class Comparison {

    private Comparison() {}

    public static boolean rawEquals(Object a, Object b) {
        if (a == b) {
            return true;
        }
        return switch (a) {
            case Long integer ->
                    b instanceof Long other
                            ? integer.longValue() == other.longValue()
                            : b instanceof Double number && equal(integer, number);
            case Double number ->
                    b instanceof Double other
                            ? number.doubleValue() == other.doubleValue()
                            : b instanceof Long integer && equal(integer, number);
            case LuaString string -> string.equals(b);
            case Boolean bool -> bool.equals(b);
            case LightUserdata data -> data.equals(b);
            default -> false;
        };
    }

    public static boolean equal(long integer, double number) {
        return (double) integer == number && (number != 0x1p63) && (long) number == integer;
    }

    public static boolean equals(Object a, Object b, @Nullable Node location) {
        if (rawEquals(a, b)) {
            return true;
        }
        boolean comparable =
                (a instanceof LuaTable && b instanceof LuaTable)
                        || (a instanceof Userdata && b instanceof Userdata);
        return comparable && metaEquals(a, b, location);
    }

    private static boolean metaEquals(Object a, Object b, @Nullable Node location) {
        if (Metatables.of(a) == null && Metatables.of(b) == null) {
            return false;
        }
        var handler = Metatables.binary(a, b, Metamethod.EQ);
        return handler != NIL
                && Conversions.isTrue(Calls.first(Calls.handler(location, handler, a, b)));
    }

    public static boolean lessThan(Object a, Object b, @Nullable Node location) {
        if (a instanceof Long x && b instanceof Long y) {
            return x < y;
        }
        return (a instanceof Double x && b instanceof Double y)
                ? x < y
                : lessThanSlow(a, b, location);
    }

    @TruffleBoundary
    private static boolean lessThanSlow(Object a, Object b, @Nullable Node location) {
        if (a instanceof LuaString x && b instanceof LuaString y) {
            return x.compareTo(y) < 0;
        }
        if (a instanceof Long x && b instanceof Double y) {
            return lessThan(x, y);
        }
        if (a instanceof Double x && b instanceof Long y) {
            return lessThan(x, y);
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x < y;
        }
        return byHandler(a, b, Metamethod.LT, location);
    }

    public static boolean lessOrEqual(Object a, Object b, @Nullable Node location) {
        if (a instanceof Long x && b instanceof Long y) {
            return x <= y;
        }
        return (a instanceof Double x && b instanceof Double y)
                ? x <= y
                : lessOrEqualSlow(a, b, location);
    }

    @TruffleBoundary
    private static boolean lessOrEqualSlow(Object a, Object b, @Nullable Node location) {
        if (a instanceof LuaString x && b instanceof LuaString y) {
            return x.compareTo(y) <= 0;
        }
        if (a instanceof Long x && b instanceof Double y) {
            return !Double.isNaN(y) && !lessThan(y, x);
        }
        if (a instanceof Double x && b instanceof Long y) {
            return !Double.isNaN(x) && !lessThan(y, x);
        }
        return byHandler(a, b, Metamethod.LE, location);
    }

    /** Exact, also where the integer has no float of its own. */
    public static boolean lessThan(long integer, double number) {
        if (number >= 0x1p63) {
            return true;
        }
        return number > -0x1p63 && integer < (long) Math.ceil(number);
    }

    /** Exact, also where the integer has no float of its own. */
    public static boolean lessThan(double number, long integer) {
        if (number < -0x1p63) {
            return true;
        }
        return number < 0x1p63 && (long) Math.floor(number) < integer;
    }

    private static boolean byHandler(
            Object a, Object b, Metamethod event, @Nullable Node location) {
        var handler = Metatables.binary(a, b, event);
        if (handler != NIL) {
            return Conversions.isTrue(Calls.first(Calls.handler(location, handler, a, b)));
        }
        var left = Conversions.objectTypeName(a);
        var right = Conversions.objectTypeName(b);
        throw LuaError.of(
                left.equals(right)
                        ? "attempt to compare two " + left + " values"
                        : "attempt to compare " + left + " with " + right,
                location);
    }
}
