package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CallTarget;
import org.jspecify.annotations.Nullable;

/** What runs on a coroutine's stack: its function, and what that ends with a call of. */
public final class CoroutineBody {

    private final Coroutine coroutine;
    private final Object function;
    private final CallTarget code;

    /** The call of a Lua function that it began with. */
    private @Nullable Suspension suspension;

    CoroutineBody(Coroutine coroutine, Object function) {
        this.coroutine = coroutine;
        this.function = function;
        code = coroutine.context().language().coroutine();
    }

    /** Begins, or goes on; the result, or {@link Suspension#SUSPENDED}. */
    Object run() {
        var counts = coroutine.context().call();
        counts.enterNative();
        try {
            return code.call(this);
        } finally {
            counts.leaveNative();
            if (!isLeft()) {
                suspension = null;
            }
        }
    }

    /** Whether its function has returned in the middle. */
    boolean isLeft() {
        var known = suspension;
        return known != null && known.isLeft();
    }

    /** Whether its function had returned in the middle, and is now where that was. */
    boolean comesBack() {
        var known = suspension;
        return known != null && known.comeBack();
    }

    /** What is to be called: its function, or again the call of it that was left. */
    public TailCall next() {
        var known = suspension;
        if (known != null && known.isLeft()) {
            return new TailCall(known.arguments()[0], known.arguments());
        }
        var passed = Calls.all(coroutine.take());
        var arguments = new Object[passed.length + 1];
        System.arraycopy(passed, 0, arguments, 1, passed.length);
        return new TailCall(function, arguments);
    }

    /** To be followed by the call of a Lua function. */
    public Object[] begin(LuaFunction called, Object[] arguments) {
        if (!isLeft()) {
            arguments[0] = called;
            suspension = StackSwitch.isAvailable() ? new Suspension(coroutine, arguments) : null;
        }
        coroutine.context().call().begin(suspension);
        return arguments;
    }
}
