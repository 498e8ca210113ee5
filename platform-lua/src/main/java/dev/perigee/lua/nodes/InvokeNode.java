package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.DirectCallNode;
import com.oracle.truffle.api.nodes.IndirectCallNode;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.Foreign;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.Metamethod;
import dev.perigee.lua.runtime.Metatables;
import dev.perigee.lua.runtime.TailCall;
import org.jspecify.annotations.Nullable;

/**
 * Calls a value with arguments whose index 0 is free for it. The result may be a {@link TailCall}.
 */
@GenerateInline(false)
abstract class InvokeNode extends Node {

    abstract Object execute(Object function, Object[] arguments, @Nullable String name);

    @Specialization(guards = "function.target() == target", limit = "4")
    Object direct(
            LuaFunction function,
            Object[] arguments,
            @Nullable String name,
            @Cached("function.target()") RootCallTarget target,
            @Cached("create(target)") DirectCallNode call) {
        arguments[0] = function;
        return call.call(arguments);
    }

    @Specialization(replaces = "direct")
    Object indirect(
            LuaFunction function,
            Object[] arguments,
            @Nullable String name,
            @Cached IndirectCallNode call) {
        arguments[0] = function;
        return call.call(function.target(), arguments);
    }

    @Fallback
    @TruffleBoundary
    Object other(Object function, Object[] arguments, @Nullable String name) {
        var handler = Metatables.metamethod(function, Metamethod.CALL);
        if (handler != NIL) {
            return Calls.call(this, handler, Calls.prepend(function, arguments));
        }
        if (Foreign.isForeign(function) && Foreign.isExecutable(function)) {
            return Foreign.call(function, arguments, 1);
        }
        var text = "attempt to call a " + Conversions.objectTypeName(function) + " value";
        throw LuaError.of(name == null ? text : text + " (" + name + ")", this);
    }
}
