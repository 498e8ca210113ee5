package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.Specialization;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.Metamethod;
import dev.perigee.lua.runtime.Metatables;

/** {@code left .. right}. */
abstract class ConcatNode extends BinaryNode {

    /** Far below what an array can hold, so that a string bomb is an error of the guest's. */
    private static final long MAX_LENGTH = 1L << 30;

    @Specialization
    @TruffleBoundary
    LuaString strings(LuaString left, LuaString right) {
        if ((long) left.length() + right.length() > MAX_LENGTH) {
            throw LuaError.of("string length overflow", this);
        }
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
