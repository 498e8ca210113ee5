package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import dev.perigee.lua.LuaContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds metatables and handlers (section 2.4). Tables have their own, strings one a context, the
 * other types none.
 */
public final class Metatables {

    private Metatables() {}

    public static @Nullable LuaTable of(Object value) {
        if (value instanceof LuaTable table) {
            return table.metatable();
        }
        return value instanceof LuaString ? LuaContext.get(null).stringMetatable() : null;
    }

    /** The handler of a value for an event, or nil. */
    public static Object metamethod(Object value, Metamethod event) {
        var metatable = value instanceof LuaTable table ? table.metatable() : of(value);
        return metatable == null ? NIL : metatable.metamethod(event);
    }

    /** The handler of the first operand, else of the second, else nil. */
    public static Object binary(Object left, Object right, Metamethod event) {
        var handler = metamethod(left, event);
        return handler == NIL ? metamethod(right, event) : handler;
    }
}
