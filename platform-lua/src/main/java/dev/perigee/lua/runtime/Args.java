package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.LuaContext;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a builtin, numbered from 1, with the checks and messages of the reference's
 * auxiliary library.
 */
public final class Args {

    private final String function;
    private final @Nullable Node code;

    /** As they were passed: index 0 is the function. */
    private final Object[] values;

    public Args(String function, Object[] values) {
        this(function, null, values);
    }

    /**
     * @param code the builtin's
     */
    public Args(String function, @Nullable Node code, Object[] values) {
        this.function = function;
        this.code = code;
        this.values = values;
    }

    /** The context that runs; known to compiled code where an engine has only one. */
    public LuaContext context() {
        return LuaContext.get(code);
    }

    /** The function that was called. */
    public LuaFunction callee() {
        return (LuaFunction) values[0];
    }

    public int count() {
        return values.length - 1;
    }

    /** The value of an argument; nil when it is absent. */
    public Object get(int index) {
        return index < values.length ? values[index] : NIL;
    }

    public boolean has(int index) {
        return index < values.length;
    }

    public boolean isNoneOrNil(int index) {
        return get(index) == NIL;
    }

    /** All arguments from an index on. */
    public Object[] from(int index) {
        int count = Math.max(0, values.length - index);
        var rest = new Object[count];
        if (count > 0) {
            System.arraycopy(values, index, rest, 0, count);
        }
        return rest;
    }

    /** The same, a single one as it is. */
    public Object packed(int index) {
        return values.length == index + 1 ? values[index] : from(index);
    }

    public Object any(int index) {
        if (!has(index)) {
            throw error(index, "value expected");
        }
        return values[index];
    }

    public LuaTable table(int index) {
        if (get(index) instanceof LuaTable table) {
            return table;
        }
        throw typeError(index, "table");
    }

    public LuaFunction function(int index) {
        if (get(index) instanceof LuaFunction lua) {
            return lua;
        }
        throw typeError(index, "function");
    }

    public long integer(int index) {
        return get(index) instanceof Long integer ? integer : convertInteger(index);
    }

    @TruffleBoundary
    private long convertInteger(int index) {
        var value = get(index);
        var integer = Conversions.toInteger(value);
        if (integer != null) {
            return integer;
        }
        if (Conversions.toNumber(value) != null) {
            throw error(index, "number has no integer representation");
        }
        throw typeError(index, "number");
    }

    public long integer(int index, long absent) {
        return isNoneOrNil(index) ? absent : integer(index);
    }

    /** A Long or a Double. */
    public Object number(int index) {
        var value = get(index);
        return value instanceof Long || value instanceof Double ? value : convertNumber(index);
    }

    @TruffleBoundary
    private Object convertNumber(int index) {
        var number = Conversions.toNumber(get(index));
        if (number == null) {
            throw typeError(index, "number");
        }
        return number;
    }

    public double real(int index) {
        return number(index) instanceof Long integer ? (double) integer : (Double) number(index);
    }

    public LuaString string(int index) {
        return get(index) instanceof LuaString string ? string : convertString(index);
    }

    @TruffleBoundary
    private LuaString convertString(int index) {
        var text = Conversions.asString(get(index));
        if (text == null) {
            throw typeError(index, "string");
        }
        return text;
    }

    public LuaString string(int index, LuaString absent) {
        return isNoneOrNil(index) ? absent : string(index);
    }

    public boolean truth(int index) {
        return Conversions.isTrue(get(index));
    }

    /** {@code bad argument #1 to 'f' (…)}, with the name that the caller used. */
    @TruffleBoundary
    public LuaError error(int index, String message) {
        var entries = CallStack.entries(2);
        var called = entries.size() > 1 ? CallStack.calleeName(entries.get(1)) : null;
        int shown = index;
        var name = function;
        if (called != null) {
            name = called.substring(called.indexOf('\'') + 1, called.length() - 1);
            if (called.startsWith("method") && --shown == 0) {
                return LuaError.of("calling '" + name + "' on bad self (" + message + ")", null);
            }
        }
        return LuaError.of("bad argument #" + shown + " to '" + name + "' (" + message + ")", null);
    }

    @TruffleBoundary
    public LuaError typeError(int index, String expected) {
        return error(index, expected + " expected, got " + typeNameOf(index));
    }

    private String typeNameOf(int index) {
        if (!has(index)) {
            return "no value";
        }
        return get(index) instanceof LightUserdata
                ? "light userdata"
                : Conversions.objectTypeName(get(index));
    }
}
