package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.FrameInstance;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.CallStack;
import dev.perigee.lua.runtime.CallStack.Entry;
import dev.perigee.lua.runtime.CallStack.LuaCode;
import dev.perigee.lua.runtime.Coroutine;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import org.jspecify.annotations.Nullable;

/** {@code debug.getlocal} and {@code debug.setlocal}: variables, parameters and extra arguments. */
final class LocalAccess {

    private static final LuaString VARARG = LuaString.of("(vararg)");
    private static final LuaString TEMPORARY = LuaString.of("(temporary)");
    private static final LuaString ARGUMENT = LuaString.of("(C temporary)");

    private final long index;
    private final @Nullable Object value;
    private long level;

    /**
     * @param value what to assign, null to read only
     */
    private LocalAccess(long level, long index, @Nullable Object value) {
        this.level = level;
        this.index = index;
        this.value = value;
    }

    @TruffleBoundary
    static Object get(Args args) {
        int shift = DebugLibrary.shift(args);
        long index = args.integer(shift + 2);
        if (args.get(shift + 1) instanceof LuaFunction function) {
            return parameter(function, index);
        }
        return access(args, new LocalAccess(args.integer(shift + 1), index, null));
    }

    @TruffleBoundary
    static Object set(Args args) {
        int shift = DebugLibrary.shift(args);
        long level = args.integer(shift + 1);
        long index = args.integer(shift + 2);
        var value = args.any(shift + 3);
        var found = access(args, new LocalAccess(level, index, value));
        return found instanceof Object[] named ? named[0] : found;
    }

    private static Object parameter(LuaFunction function, long index) {
        var info = ((LuaCode) function.target().getRootNode()).info();
        if (info == null || index < 1 || index > info.parameterNames().size()) {
            return NIL;
        }
        return LuaString.of(info.parameterNames().get((int) index - 1));
    }

    private static Object access(Args args, LocalAccess access) {
        if (access.level < 0) {
            throw args.error(DebugLibrary.shift(args) + 1, "level out of range");
        }
        var found = InspectedStack.of(args).visit(access::visit);
        if (found == null) {
            throw args.error(DebugLibrary.shift(args) + 1, "level out of range");
        }
        return found;
    }

    private @Nullable Object visit(Entry entry, FrameInstance frame) {
        return level-- > 0 ? null : access(entry, frame);
    }

    private Object access(Entry entry, FrameInstance instance) {
        var frame =
                instance.getFrame(
                        value == null
                                ? FrameInstance.FrameAccess.READ_ONLY
                                : FrameInstance.FrameAccess.READ_WRITE);
        var arguments = frame.getArguments();
        var info = entry.code().info();
        var transferred = transferred(entry);
        if (transferred != null) {
            return new Object[] {info == null ? ARGUMENT : TEMPORARY, transferred};
        }
        if (info == null) {
            return argument(arguments, index, ARGUMENT);
        }
        if (index < 0) {
            int parameters = info.parameterNames().size();
            return info.isVararg()
                    ? argument(
                            arguments, index < -arguments.length ? 0 : parameters - index, VARARG)
                    : NIL;
        }
        var locals = info.localsAt(entry.call());
        if (index < 1 || index > locals.size()) {
            return NIL;
        }
        var local = locals.get((int) index - 1);
        var current = local.get(frame);
        if (value != null) {
            local.set(frame, value);
        }
        return new Object[] {LuaString.of(local.name()), current};
    }

    /** What the function on which a hook runs returns. */
    private @Nullable Object transferred(Entry entry) {
        var hook = CallStack.isHooked(entry) ? Coroutine.currentOrMain().hook() : null;
        return hook == null || hook.firstTransferred() <= 1 ? null : hook.transferred(index);
    }

    private Object argument(Object[] arguments, long at, LuaString name) {
        if (at < 1 || at >= arguments.length) {
            return NIL;
        }
        var current = arguments[(int) at];
        if (value != null) {
            arguments[(int) at] = value;
        }
        return new Object[] {name, current};
    }
}
