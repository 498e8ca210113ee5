package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Metamethod;
import org.jspecify.annotations.Nullable;

/** Looks up along tables in {@code __index} what a table does not have itself. */
final class InheritedFieldNode extends Node {

    private static final int MAX_DEPTH = 5;

    private final LuaString key;
    private final int depth;
    @Child private FieldPlace handler = new FieldPlace(Metamethod.INDEX.key);
    @Child private FieldPlace parent;
    @Child private @Nullable InheritedFieldNode next;

    InheritedFieldNode(LuaString key, int depth) {
        this.key = key;
        this.depth = depth;
        parent = new FieldPlace(key);
    }

    /** The value, or nil; null when something else than a table has to answer. */
    @Nullable Object execute(LuaTable table) {
        var metatable = table.metatable();
        if (metatable == null) {
            return NIL;
        }
        if (table.isWeak() || metatable.isWeak()) {
            return null;
        }
        var index = handler.readOther(metatable);
        if (index == NIL) {
            return NIL;
        }
        if (!(index instanceof LuaTable above)) {
            return null;
        }
        var value = parent.read(above);
        return value == NIL ? further(above) : value;
    }

    private @Nullable Object further(LuaTable above) {
        if (above.metatable() == null && !above.isWeak()) {
            return NIL;
        }
        if (depth == MAX_DEPTH) {
            return Indexing.inherited(above, key);
        }
        if (next == null) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            next = insert(new InheritedFieldNode(key, depth + 1));
        }
        return next.execute(above);
    }
}
