package dev.perigee.lua.nodes;

import com.oracle.truffle.api.Assumption;
import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.Suspension;
import org.jspecify.annotations.Nullable;

/**
 * A call whose values a statement takes as they are. When it calls {@code coroutine.yield} in the
 * function that a coroutine began with, the function is left by a {@link Suspension}, without its
 * stack; any other yield keeps the stack.
 */
@SuppressWarnings("ReferenceEquality") // Code is told apart by identity.
final class YieldPoint extends Node implements Caller {

    private final int number;
    private final int slot;
    private final @Nullable String name;
    private final Assumption unhooked;
    @Child private SavedVariables variables = new SavedVariables();

    /** That of {@code coroutine.yield}, once this has called it. */
    @CompilationFinal private @Nullable RootCallTarget target;

    private YieldPoint(Translator function, CallNode call) {
        number = function.newPoint();
        slot = function.suspensionSlot();
        name = call.calleeName();
        unhooked = function.language.unhooked();
    }

    /** For the calls among some expressions. */
    static @Nullable YieldPoint of(Translator function, ExpressionNode expression) {
        return expression instanceof CallNode call ? new YieldPoint(function, call) : null;
    }

    static PointRange range(@Nullable YieldPoint point) {
        return point == null ? PointRange.NONE : new PointRange(point.number, point.number + 1);
    }

    @Override
    public @Nullable String calleeName() {
        return name;
    }

    /** The values, or {@link Suspension#SUSPENDED}; there may be a tool's node around a call. */
    static Object execute(
            @Nullable YieldPoint point, VirtualFrame frame, ExpressionNode expression) {
        return point != null && expression instanceof CallNode call
                ? call.executeAt(point, frame)
                : expression.executeMultiple(frame);
    }

    /** Leaves the function where a call does that and nothing hinders it. */
    boolean suspends(VirtualFrame frame, Object function, Object[] passed) {
        if (!isYield(function) || !unhooked.isValid()) {
            return false;
        }
        var suspension = (Suspension) frame.getObject(slot);
        if (suspension == null || !variables.save(frame, suspension)) {
            return false;
        }
        passed[0] = function;
        suspension.leave(number, passed);
        return true;
    }

    private boolean isYield(Object function) {
        var known = target;
        if (known == null) {
            return CompilerDirectives.inInterpreter() && learn(function);
        }
        return function instanceof LuaFunction called && called.target() == known;
    }

    private boolean learn(Object function) {
        boolean yields =
                function instanceof LuaFunction called
                        && called.isBuiltin()
                        && called.name().equals("coroutine.yield");
        if (yields) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            target = ((LuaFunction) function).target();
        }
        return yields;
    }

    /** Goes on behind the call, with what it returns. */
    static Object resume(@Nullable YieldPoint point, VirtualFrame frame, Suspension from) {
        if (point == null) {
            throw CompilerDirectives.shouldNotReachHere();
        }
        return point.resume(frame, from);
    }

    private Object resume(VirtualFrame frame, Suspension from) {
        variables.restore(frame, from);
        return from.isWatched()
                ? Calls.call(this, from.leaving()[0], from.leaving())
                : from.takePassed();
    }
}
