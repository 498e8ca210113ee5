package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.Specialization;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.Metamethod;
import dev.perigee.lua.runtime.Metatables;

/** {@code left .. right}. */
abstract class ConcatNode extends BinaryNode {

    @Specialization
    @TruffleBoundary
    LuaString strings(LuaString left, LuaString right) {
        return left.concat(right);
    }

    @Specialization
    @TruffleBoundary
    Object others(Object left, Object right) {
        var a = Conversions.asString(left);
        var b = Conversions.asString(right);
        if (a != null && b != null) {
            return strings(a, b);
        }
        var handler = Metatables.binary(left, right, Metamethod.CONCAT);
        if (handler == NIL) {
            throw arithmeticError(Metamethod.CONCAT, left, right);
        }
        return Calls.first(Calls.handler(this, handler, left, right));
    }
}
