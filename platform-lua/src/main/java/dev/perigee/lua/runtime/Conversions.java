package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.parser.LuaNumbers;
import org.jspecify.annotations.Nullable;

/** Conversions between types (section 3.4.3). */
public final class Conversions {

    private Conversions() {}

    /**
     * The name that {@code type} gives; values of other languages are userdata, or functions when
     * executable.
     */
    public static String typeName(Object value) {
        return switch (value) {
            case Nil _ -> "nil";
            case Boolean _ -> "boolean";
            case Long _, Double _ -> "number";
            case LuaString _ -> "string";
            case LuaTable _ -> "table";
            case LuaFunction _ -> "function";
            case Coroutine _ -> "thread";
            case Userdata _, LightUserdata _ -> "userdata";
            default -> Foreign.isExecutable(value) ? "function" : "userdata";
        };
    }

    /** The type's name in error messages: {@code __name} where the metatable has one. */
    @TruffleBoundary
    public static String objectTypeName(Object value) {
        var metatable =
                value instanceof LuaTable || value instanceof Userdata
                        ? Metatables.of(value)
                        : null;
        return metatable != null && metatable.metamethod(Metamethod.NAME) instanceof LuaString name
                ? name.toString()
                : typeName(value);
    }

    /** What stands for a value's address. */
    public static String address(Object value) {
        return "0x%08x".formatted(System.identityHashCode(value));
    }

    public static boolean isTrue(Object value) {
        return value != NIL && !(value instanceof Boolean bool && !bool);
    }

    /** A Long or Double for a number or a string that denotes one, else null. */
    public static @Nullable Object toNumber(Object value) {
        if (value instanceof Long || value instanceof Double) {
            return value;
        }
        return value instanceof LuaString string ? parse(string) : null;
    }

    @TruffleBoundary
    private static @Nullable Object parse(LuaString string) {
        return LuaNumbers.parse(string.toLatin1());
    }

    /** The integer that a number or numeric string is exactly equal to, else null. */
    public static @Nullable Long toInteger(Object value) {
        if (value instanceof Long integer) {
            return integer;
        }
        if (value instanceof Double number) {
            return fromDouble(number);
        }
        var number = value instanceof LuaString string ? parse(string) : null;
        return number != null ? toInteger(number) : null;
    }

    private static @Nullable Long fromDouble(double number) {
        long integer = (long) number;
        return integer == number && number >= -0x1p63 && number < 0x1p63 ? (Long) integer : null;
    }

    /** A number or string as a string, as {@code ..} needs it; null for any other value. */
    public static @Nullable LuaString asString(Object value) {
        return switch (value) {
            case LuaString string -> string;
            case Long integer -> ofLong(integer);
            case Double number -> ofDouble(number);
            default -> null;
        };
    }

    @TruffleBoundary
    private static LuaString ofLong(long integer) {
        return LuaString.of(Long.toString(integer));
    }

    @TruffleBoundary
    private static LuaString ofDouble(double number) {
        return LuaString.of(NumberText.of(number));
    }

    /** What {@code tostring} gives; calls {@code __tostring}. */
    @TruffleBoundary
    public static LuaString toText(Object value) {
        var simple = asString(value);
        if (simple != null) {
            return simple;
        }
        var handler = Metatables.metamethod(value, Metamethod.TOSTRING);
        if (handler != NIL) {
            if (Calls.first(Calls.call(handler, value)) instanceof LuaString text) {
                return text;
            }
            throw LuaError.of("'__tostring' must return a string", null);
        }
        return LuaString.of(plainText(value));
    }

    private static String plainText(Object value) {
        var metatable = Metatables.of(value);
        if (metatable != null && metatable.metamethod(Metamethod.NAME) instanceof LuaString name) {
            return name + ": " + address(value);
        }
        return switch (value) {
            case Nil _, Boolean _, LuaTable _, LuaFunction _, Coroutine _, LightUserdata _ ->
                    value.toString();
            case Userdata data -> "userdata: " + address(data);
            default -> Foreign.display(value);
        };
    }
}
