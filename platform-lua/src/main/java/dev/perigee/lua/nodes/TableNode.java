package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.LuaTable;
import org.jspecify.annotations.Nullable;

/** A table constructor (section 3.4.9): fields in order, the positional ones numbered from 1. */
final class TableNode extends ExpressionNode {

    private final int positional;

    /** Keys in the fields' order; null for a positional field. */
    @Children private final @Nullable ExpressionNode[] keys;

    @Children private final ExpressionNode[] values;
    private final boolean openEnded;

    TableNode(@Nullable ExpressionNode[] keys, ExpressionNode[] values, boolean openEnded) {
        this.keys = keys;
        this.values = values;
        this.openEnded = openEnded;
        int count = 0;
        for (var key : keys) {
            count += key == null ? 1 : 0;
        }
        positional = count;
    }

    @Override
    @ExplodeLoop
    Object execute(VirtualFrame frame) {
        var table = new LuaTable(positional, keys.length - positional);
        long next = 1;
        for (int i = 0; i < values.length; i++) {
            var key = keys[i];
            if (key != null) {
                Indexing.set(table, key.execute(frame), values[i].execute(frame), null);
            } else if (openEnded && i == values.length - 1) {
                putAll(table, next, values[i].executeMultiple(frame));
            } else {
                putPositional(table, next++, values[i].execute(frame));
            }
        }
        return table;
    }

    private static void putPositional(LuaTable table, long index, Object value) {
        if (value != NIL) {
            table.put(index, value);
        }
    }

    private static void putAll(LuaTable table, long first, Object result) {
        if (!(result instanceof Object[] list)) {
            putPositional(table, first, result);
            return;
        }
        for (int i = 0; i < list.length; i++) {
            putPositional(table, first + i, list[i]);
        }
    }
}
