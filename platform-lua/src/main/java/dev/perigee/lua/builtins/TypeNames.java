package dev.perigee.lua.builtins;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Nil;

/** The names of types as Lua strings, each made once. */
final class TypeNames {

    private static final LuaString NIL = LuaString.of("nil");
    private static final LuaString BOOLEAN = LuaString.of("boolean");
    private static final LuaString NUMBER = LuaString.of("number");
    private static final LuaString STRING = LuaString.of("string");
    private static final LuaString TABLE = LuaString.of("table");
    private static final LuaString FUNCTION = LuaString.of("function");

    private TypeNames() {}

    static LuaString of(Object value) {
        return switch (value) {
            case LuaTable _ -> TABLE;
            case LuaString _ -> STRING;
            case Long _, Double _ -> NUMBER;
            case Nil _ -> NIL;
            case Boolean _ -> BOOLEAN;
            case LuaFunction _ -> FUNCTION;
            default -> other(value);
        };
    }

    @TruffleBoundary
    private static LuaString other(Object value) {
        return LuaString.of(Conversions.typeName(value));
    }
}
