package dev.perigee.lua.builtins;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.interop.ExceptionType;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.CallStack;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;

/**
 * {@code pcall} and {@code xpcall}. They catch errors of Lua and of other languages and the
 * exhaustion of the stack; interrupts, exits and cancellation pass through, so that a guest cannot
 * keep itself alive.
 */
final class ProtectedCalls {

    private ProtectedCalls() {}

    static void install(Library library) {
        library.add("pcall", ProtectedCalls::pcall).add("xpcall", ProtectedCalls::xpcall);
    }

    private static Object pcall(Args args) {
        var function = args.any(1);
        var passed = args.from(1);
        try {
            return success(Calls.call(function, passed));
        } catch (AbstractTruffleException thrown) {
            return new Object[] {false, value(thrown)};
        } catch (StackOverflowError deep) {
            return new Object[] {false, overflow()};
        }
    }

    @TruffleBoundary
    private static Object xpcall(Args args) {
        var handler = args.any(2);
        var passed = args.from(2);
        try {
            return success(Calls.call(args.get(1), passed));
        } catch (AbstractTruffleException thrown) {
            return handled(handler, value(thrown));
        } catch (StackOverflowError deep) {
            return handled(handler, overflow());
        }
    }

    private static Object handled(Object handler, Object error) {
        try {
            var results = Calls.all(Calls.call(handler, error));
            return prepend(false, results);
        } catch (LuaError inHandler) {
            return new Object[] {false, inHandler.value()};
        }
    }

    private static Object success(Object result) {
        return result instanceof Object[] values
                ? prepend(true, values)
                : new Object[] {true, result};
    }

    private static Object[] prepend(Object first, Object[] rest) {
        var all = new Object[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    /** The value of an error that may be caught. */
    @TruffleBoundary
    static Object value(AbstractTruffleException thrown) {
        if (thrown instanceof LuaError error) {
            return error.value();
        }
        var interop = InteropLibrary.getUncached();
        try {
            if (interop.getExceptionType(thrown) != ExceptionType.RUNTIME_ERROR
                    && interop.getExceptionType(thrown) != ExceptionType.PARSE_ERROR) {
                throw thrown;
            }
        } catch (UnsupportedMessageException impossible) {
            throw thrown;
        }
        return LuaString.of(String.valueOf(thrown.getMessage()));
    }

    @TruffleBoundary
    private static LuaString overflow() {
        return LuaString.of(CallStack.where(1) + "stack overflow");
    }
}
