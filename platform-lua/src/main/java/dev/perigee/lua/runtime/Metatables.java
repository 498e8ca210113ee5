package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds metatables and handlers (section 2.4). Tables and userdata have their own, the other types
 * one a context. A context owns one of these.
 */
public final class Metatables {

    private static final int TYPES = 7;
    private static final int STRINGS = 0;

    private final @Nullable LuaTable[] shared = new LuaTable[TYPES];

    public static @Nullable LuaTable of(Object value) {
        if (value instanceof LuaTable table) {
            return table.metatable();
        }
        if (value instanceof Userdata userdata) {
            return userdata.metatable();
        }
        int type = type(value);
        return type < 0 ? null : LuaContext.get(null).metatables().shared[type];
    }

    /**
     * Sets a value's own metatable, or that of its whole type; values of other languages have none.
     */
    @TruffleBoundary
    public static void set(Object value, @Nullable LuaTable metatable) {
        switch (value) {
            case LuaTable table -> table.setMetatable(metatable);
            case Userdata userdata -> userdata.setMetatable(metatable);
            default -> LuaContext.get(null).metatables().setShared(value, metatable);
        }
    }

    /** The metatable of all strings. */
    public @Nullable LuaTable strings() {
        return shared[STRINGS];
    }

    /** Sets the metatable of a type, named by an example. */
    public void setShared(Object example, @Nullable LuaTable metatable) {
        int type = type(example);
        if (type >= 0) {
            shared[type] = metatable;
        }
    }

    private static int type(Object value) {
        return switch (value) {
            case LuaString _ -> STRINGS;
            case Nil _ -> 1;
            case Boolean _ -> 2;
            case Long _, Double _ -> 3;
            case LuaFunction _ -> 4;
            case Coroutine _ -> 5;
            case LightUserdata _ -> 6;
            default -> -1;
        };
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
