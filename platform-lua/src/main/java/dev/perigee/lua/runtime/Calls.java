package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.LuaContext;
import org.jspecify.annotations.Nullable;

/** Calls from code that has no call node: metamethods, callbacks of builtins, embedders. */
public final class Calls {

    public static final Object[] NO_VALUES = new Object[0];

    /** How deep builtins, metamethods and coroutines may nest, as in the reference. */
    private static final int MAX_DEPTH = 200;

    private static final int HANDLER_DEPTH = 20;

    private Calls() {}

    /**
     * Calls a value; index 0 of the arguments is left free for the function itself. Tail calls are
     * carried out.
     */
    @TruffleBoundary
    public static Object call(Object function, Object[] arguments) {
        return call(null, function, arguments);
    }

    /** The same for a call that a node makes; the callee finds its name and place there. */
    @TruffleBoundary
    public static Object call(@Nullable Node location, Object function, Object[] arguments) {
        var active = LuaContext.get(null).call();
        int depth = active.enterNative();
        try {
            if (depth >= MAX_DEPTH) {
                checkDepth(depth, location);
            }
            Object result = callOnce(location, function, arguments);
            while (result instanceof TailCall(Object next, Object[] passed)) {
                result = callOnce(location, next, passed);
            }
            return result;
        } finally {
            active.leaveNative();
        }
    }

    /** Refuses a call that is too deep, and leaves some room for the handler of that error. */
    private static void checkDepth(int depth, @Nullable Node location) {
        if (depth == MAX_DEPTH) {
            throw LuaError.of("C stack overflow", location);
        }
        if (depth >= MAX_DEPTH + HANDLER_DEPTH) {
            throw LuaError.inHandling();
        }
    }

    private static Object callOnce(
            @Nullable Node location, Object callee, Object[] givenArguments) {
        var function = callee;
        var arguments = givenArguments;
        int handlers = 0;
        while (!(function instanceof LuaFunction lua)) {
            if (++handlers > MAX_DEPTH) {
                throw LuaError.of("stack overflow", location);
            }
            var handler = Metatables.metamethod(function, Metamethod.CALL);
            if (handler == NIL) {
                return callForeign(location, function, arguments);
            }
            arguments = prepend(function, arguments);
            function = handler;
        }
        arguments[0] = lua;
        RootCallTarget target = lua.target();
        return location == null ? target.call(arguments) : target.call(location, arguments);
    }

    private static Object callForeign(
            @Nullable Node location, Object function, Object[] arguments) {
        if (Foreign.isForeign(function) && Foreign.isExecutable(function)) {
            return Foreign.call(function, arguments, 1);
        }
        var text = "attempt to call a " + Conversions.objectTypeName(function) + " value";
        var name = location instanceof CallStack.Caller caller ? caller.calleeName() : null;
        var message = name == null ? text : text + " (" + name + ")";
        throw location == null
                ? LuaError.raised(LuaString.of(message), null)
                : LuaError.of(message, location);
    }

    /** Calls the handler of a binary event, or one that gets its operand twice. */
    public static Object handler(
            @Nullable Node location, Object handler, Object first, Object second) {
        return call(location, handler, new Object[] {NIL, first, second});
    }

    /** A call from the host. */
    @TruffleBoundary
    public static Object enter(LuaFunction function, Object[] arguments) {
        var context = LuaContext.get(null);
        var outer = context.call();
        context.setCall(context.newCall());
        try {
            context.finalizers().run();
            return call(function, arguments);
        } catch (Cancelled ended) {
            throw ended.forHost();
        } finally {
            context.setCall(outer);
        }
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
