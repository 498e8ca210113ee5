package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.RootCallTarget;
import org.jspecify.annotations.Nullable;

/** Calls from code that has no call node: metamethods, callbacks of builtins, embedders. */
public final class Calls {

    public static final Object[] NO_VALUES = new Object[0];

    private Calls() {}

    /**
     * Calls a value; index 0 of the arguments is left free for the function itself. Tail calls are
     * carried out.
     */
    @TruffleBoundary
    public static Object call(Object function, Object[] arguments) {
        Object result = callOnce(function, arguments);
        while (result instanceof TailCall(Object next, Object[] passed)) {
            result = callOnce(next, passed);
        }
        return result;
    }

    private static Object callOnce(Object function, Object[] arguments) {
        if (function instanceof LuaFunction lua) {
            arguments[0] = lua;
            RootCallTarget target = lua.target();
            return target.call(arguments);
        }
        var handler = Metatables.metamethod(function, Metamethod.CALL);
        if (handler != NIL) {
            return callOnce(handler, prepend(function, arguments));
        }
        if (Foreign.isExecutable(function)) {
            return Foreign.call(function, arguments, 1);
        }
        throw LuaError.of("attempt to call a " + Conversions.typeName(function) + " value", null);
    }

    public static Object call(Object function) {
        return call(function, new Object[1]);
    }

    public static Object call(Object function, Object argument) {
        return call(function, new Object[] {NIL, argument});
    }

    public static Object call(Object function, Object first, Object second) {
        return call(function, new Object[] {NIL, first, second});
    }

    public static Object call(Object function, Object first, Object second, Object third) {
        return call(function, new Object[] {NIL, first, second, third});
    }

    /** The arguments for a {@code __call} handler: the called value goes in front. */
    public static Object[] prepend(Object first, Object[] arguments) {
        var extended = new Object[arguments.length + 1];
        System.arraycopy(arguments, 1, extended, 2, arguments.length - 1);
        extended[1] = first;
        return extended;
    }

    /** The first of a list of values, or nil. */
    public static Object first(@Nullable Object values) {
        if (values instanceof Object[] list) {
            return list.length == 0 ? NIL : list[0];
        }
        return values == null ? NIL : values;
    }

    /** A list of values as an array. */
    public static Object[] all(Object values) {
        return values instanceof Object[] list ? list : new Object[] {values};
    }

    /** The shortest form of a list of values. */
    public static Object pack(Object[] values) {
        return values.length == 1 ? values[0] : values;
    }
}
