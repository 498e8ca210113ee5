package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;

/** Reading and writing {@code a[b]} with metamethods (section 2.4), and length. */
public final class Indexing {

    private static final int MAX_CHAIN = 2000;

    private Indexing() {}

    /**
     * How an error names the value that was indexed: {@code local 'x'}, {@code field 'y'}, or null.
     */
    public interface Described {
        @Nullable String description();

        Node node();
    }

    public static Object get(Object receiver, Object key, @Nullable Described described) {
        return getSlow(receiver, key, described);
    }

    /**
     * Looks a missing field up along tables in {@code __index}; null when something else than a
     * table is there.
     */
    public static @Nullable Object inherited(LuaTable start, LuaString key) {
        var table = start;
        for (int i = 0; i < MAX_CHAIN; i++) {
            if (table.isWeak()) {
                return null;
            }
            var metatable = table.metatable();
            var handler = metatable == null ? NIL : metatable.metamethod(Metamethod.INDEX);
            if (handler == NIL) {
                return NIL;
            }
            if (!(handler instanceof LuaTable parent)) {
                return null;
            }
            var value = parent.get(key);
            if (value != NIL) {
                return value;
            }
            table = parent;
        }
        return null;
    }

    @TruffleBoundary
    private static Object getSlow(Object start, Object key, @Nullable Described described) {
        var receiver = start;
        for (int i = 0; i < MAX_CHAIN; i++) {
            Object handler;
            if (receiver instanceof LuaTable table) {
                var value = table.rawGet(key);
                if (value != NIL) {
                    return value;
                }
                var metatable = table.metatable();
                handler = metatable == null ? NIL : metatable.metamethod(Metamethod.INDEX);
                if (handler == NIL) {
                    return NIL;
                }
            } else {
                handler = Metatables.metamethod(receiver, Metamethod.INDEX);
                if (handler == NIL) {
                    return getForeign(receiver, key, described);
                }
            }
            if (handler instanceof LuaFunction) {
                return Calls.first(Calls.handler(node(described), handler, receiver, key));
            }
            receiver = handler;
        }
        throw LuaError.of("'__index' chain too long; possible loop", node(described));
    }

    private static Object getForeign(Object receiver, Object key, @Nullable Described described) {
        if (Foreign.isForeign(receiver) && Foreign.isIndexable(receiver)) {
            return Foreign.index(receiver, key);
        }
        throw indexError(receiver, key, described);
    }

    private static @Nullable Node node(@Nullable Described described) {
        return described == null ? null : described.node();
    }

    private static LuaError indexError(Object receiver, Object key, @Nullable Described described) {
        var name = described == null ? null : described.description();
        var text = "attempt to index a " + Conversions.objectTypeName(receiver) + " value";
        if (name != null) {
            text += " (" + name + ")";
        } else if (key instanceof LuaString field && described != null) {
            text += " (field '" + field + "')";
        }
        return LuaError.of(text, node(described));
    }

    public static void set(
            Object receiver, Object key, Object value, @Nullable Described described) {
        if (receiver instanceof LuaTable table && table.metatable() == null) {
            rawSet(table, key, value, described);
        } else {
            setSlow(receiver, key, value, described);
        }
    }

    private static void rawSet(
            LuaTable table, Object key, Object value, @Nullable Described described) {
        if (key == NIL) {
            throw LuaError.of("table index is nil", node(described));
        }
        if (key instanceof Double number && Double.isNaN(number)) {
            throw LuaError.of("table index is NaN", node(described));
        }
        table.rawPut(key, value);
    }

    @TruffleBoundary
    private static void setSlow(
            Object start, Object key, Object value, @Nullable Described described) {
        var receiver = start;
        for (int i = 0; i < MAX_CHAIN; i++) {
            Object handler;
            if (receiver instanceof LuaTable table) {
                var metatable = table.metatable();
                handler = metatable == null ? NIL : metatable.metamethod(Metamethod.NEWINDEX);
                if (handler == NIL || table.rawGet(key) != NIL) {
                    rawSet(table, key, value, described);
                    return;
                }
            } else {
                handler = Metatables.metamethod(receiver, Metamethod.NEWINDEX);
                if (handler == NIL) {
                    setForeign(receiver, key, value, described);
                    return;
                }
            }
            if (handler instanceof LuaFunction) {
                Calls.call(node(described), handler, new Object[] {NIL, receiver, key, value});
                return;
            }
            receiver = handler;
        }
        throw LuaError.of("'__newindex' chain too long; possible loop", node(described));
    }

    private static void setForeign(
            Object receiver, Object key, Object value, @Nullable Described described) {
        if (!Foreign.isForeign(receiver) || !Foreign.isIndexable(receiver)) {
            throw indexError(receiver, key, described);
        }
        Foreign.setIndex(receiver, key, value);
    }

    /** {@code #value}. */
    public static Object length(Object value, @Nullable Described described) {
        if (value instanceof LuaString string) {
            return (long) string.length();
        }
        if (value instanceof LuaTable table && table.metatable() == null) {
            return table.length();
        }
        return lengthSlow(value, described);
    }

    @TruffleBoundary
    private static Object lengthSlow(Object value, @Nullable Described described) {
        var handler = Metatables.metamethod(value, Metamethod.LEN);
        if (handler != NIL) {
            return Calls.first(Calls.handler(node(described), handler, value, value));
        }
        if (value instanceof LuaTable table) {
            return table.length();
        }
        var foreign = Foreign.isForeign(value) ? Foreign.length(value) : NIL;
        if (foreign != NIL) {
            return foreign;
        }
        var name = described == null ? null : described.description();
        var text = "attempt to get length of a " + Conversions.objectTypeName(value) + " value";
        throw LuaError.of(name == null ? text : text + " (" + name + ")", node(described));
    }
}
