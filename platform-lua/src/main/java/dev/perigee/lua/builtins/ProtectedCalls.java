package dev.perigee.lua.builtins;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.GuestCall;
import dev.perigee.lua.runtime.LuaError;
import org.jspecify.annotations.Nullable;

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
        return call(function, args.from(1), null);
    }

    @TruffleBoundary
    private static Object xpcall(Args args) {
        var handler = args.function(2);
        var passed = args.from(2);
        return call(args.get(1), passed, handler);
    }

    private static Object call(Object function, Object[] passed, @Nullable Object handler) {
        var active = LuaContext.get(null).call();
        var outer = active.messageHandler();
        active.setMessageHandler(handler);
        try {
            return success(Calls.call(function, passed));
        } catch (AbstractTruffleException thrown) {
            return failed(active, thrown, handler);
        } catch (StackOverflowError deep) {
            return failed(active, LuaError.stackOverflow(), handler);
        } finally {
            active.setMessageHandler(outer);
        }
    }

    @TruffleBoundary
    private static Object[] failed(
            GuestCall active, AbstractTruffleException thrown, @Nullable Object handler) {
        if (!LuaError.isCatchable(thrown)) {
            throw thrown;
        }
        if (handler == null) {
            return new Object[] {false, LuaError.valueOf(thrown)};
        }
        var error =
                thrown instanceof LuaError lua
                        ? lua
                        : new LuaError(LuaError.valueOf(thrown), thrown.getLocation());
        return new Object[] {false, LuaError.handle(active, handler, error).value()};
    }

    /** {@code true} and the values. */
    static Object success(Object result) {
        if (!(result instanceof Object[] values)) {
            return new Object[] {true, result};
        }
        var all = new Object[values.length + 1];
        all[0] = true;
        System.arraycopy(values, 0, all, 1, values.length);
        return all;
    }
}
