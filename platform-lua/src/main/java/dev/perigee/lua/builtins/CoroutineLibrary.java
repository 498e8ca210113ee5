package dev.perigee.lua.builtins;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.CallStack;
import dev.perigee.lua.runtime.Coroutine;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Coroutines (section 6.2). */
@SuppressWarnings("ReferenceEquality") // Coroutines are told apart by identity.
final class CoroutineLibrary {

    private CoroutineLibrary() {}

    static void install(Library library) {
        library.add("create", args -> new Coroutine(args.function(1)))
                .add("resume", CoroutineLibrary::resume)
                .add("yield", CoroutineLibrary::suspend)
                .add("status", CoroutineLibrary::status)
                .add("wrap", CoroutineLibrary::wrap)
                .add("isyieldable", CoroutineLibrary::isYieldable)
                .add("running", CoroutineLibrary::running)
                .add("close", CoroutineLibrary::close);
    }

    private static Coroutine coroutine(Args args, int index) {
        if (args.get(index) instanceof Coroutine coroutine) {
            return coroutine;
        }
        throw args.typeError(index, "coroutine");
    }

    private static Object resume(Args args) {
        var coroutine = coroutine(args, 1);
        try {
            return ProtectedCalls.success(coroutine.resume(args.context(), args.packed(2)));
        } catch (AbstractTruffleException thrown) {
            return failure(thrown);
        }
    }

    @TruffleBoundary
    private static Object[] failure(AbstractTruffleException thrown) {
        if (!LuaError.isCatchable(thrown)) {
            throw thrown;
        }
        return new Object[] {false, LuaError.valueOf(thrown)};
    }

    static Object suspend(Args args) {
        return Coroutine.suspendCurrent(args.context(), args.packed(1));
    }

    private static String statusOf(Coroutine coroutine) {
        var context = LuaContext.get(null);
        boolean resuming = coroutine == context.mainThread() && Coroutine.current() != null;
        var status = resuming ? Coroutine.Status.NORMAL : coroutine.status();
        return status.name().toLowerCase(Locale.ROOT);
    }

    @TruffleBoundary
    private static Object status(Args args) {
        return LuaString.of(statusOf(coroutine(args, 1)));
    }

    @TruffleBoundary
    private static Object wrap(Args args) {
        var step =
                LuaContext.get(null)
                        .language()
                        .builtin("wrap_iterator", CoroutineLibrary::resumeWrapped);
        return new LuaFunction(step, new Object[] {new Coroutine(args.function(1))});
    }

    private static Object resumeWrapped(Args args) {
        var coroutine = (Coroutine) args.callee().upvalues()[0];
        try {
            return coroutine.resume(args.context(), args.packed(1));
        } catch (LuaError error) {
            throw withPosition(error);
        }
    }

    @TruffleBoundary
    private static LuaError withPosition(LuaError error) {
        return error.value() instanceof LuaString message
                ? LuaError.raised(LuaString.of(CallStack.where(1)).concat(message), null)
                : LuaError.raised(error.value(), null);
    }

    private static Object isYieldable(Args args) {
        var context = LuaContext.get(null);
        var asked = args.isNoneOrNil(1) ? Coroutine.current() : coroutine(args, 1);
        return asked != null && asked != context.mainThread() && !asked.inCallback();
    }

    private static Object running(Args args) {
        var context = LuaContext.get(null);
        @Nullable Coroutine running = Coroutine.current();
        return running == null
                ? new Object[] {context.mainThread(), true}
                : new Object[] {running, false};
    }

    @TruffleBoundary
    private static Object close(Args args) {
        var coroutine = coroutine(args, 1);
        var status = statusOf(coroutine);
        if (status.equals("running") || status.equals("normal")) {
            throw LuaError.of("cannot close a " + status + " coroutine", null);
        }
        try {
            coroutine.close();
            return true;
        } catch (AbstractTruffleException thrown) {
            return failure(thrown);
        }
    }
}
