package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.Layout;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/** A table constructor (section 3.4.9): fields in order, the positional ones numbered from 1. */
final class TableNode extends ExpressionNode {

    private static final int MAX_NAMES = 32;
    private static final Object[] NO_FIELDS = new Object[0];

    /** Keys of the named fields, in order, when all of them are distinct names. */
    @CompilationFinal(dimensions = 1)
    private final LuaString @Nullable [] names;

    /** Keys in the fields' order; null for a positional field. */
    @Children private final @Nullable ExpressionNode[] keys;

    @Children private final ExpressionNode[] values;
    private final int positional;
    private final boolean openEnded;
    @CompilationFinal private @Nullable Layout layout;

    /** Which {@link Kinds} of values each named field has had. */
    @CompilationFinal(dimensions = 1)
    private final byte[] kinds;

    /** Whether one of them has been a number. */
    @CompilationFinal private boolean unboxes;

    TableNode(@Nullable ExpressionNode[] keys, ExpressionNode[] values, boolean openEnded) {
        this.keys = keys;
        this.values = values;
        this.openEnded = openEnded;
        int count = 0;
        for (var key : keys) {
            count += key == null ? 1 : 0;
        }
        positional = count;
        names = names(keys);
        kinds = new byte[names == null ? 0 : names.length];
    }

    private static LuaString @Nullable [] names(@Nullable ExpressionNode[] keys) {
        var names = new LinkedHashSet<LuaString>();
        int named = 0;
        for (var key : keys) {
            if (key == null) {
                continue;
            }
            named++;
            if (!(key instanceof Literals.Constant constant)
                    || !(constant.value() instanceof LuaString name)
                    || !names.add(name)) {
                return null;
            }
        }
        return named > MAX_NAMES ? null : names.toArray(LuaString[]::new);
    }

    @Override
    Object execute(VirtualFrame frame) {
        return names == null ? general(frame) : record(frame, names);
    }

    /** All keys are names: their layout is known. */
    @ExplodeLoop
    private Object record(VirtualFrame frame, LuaString[] fieldNames) {
        if (layout == null) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            layout = layoutOf(fieldNames);
        }
        var known = layout;
        if (known == null || known.isDictionary()) {
            return general(frame);
        }
        int single = openEnded ? positional - 1 : positional;
        var fields = fieldNames.length == 0 ? NO_FIELDS : new Object[fieldNames.length];
        var elements = single == 0 ? NO_FIELDS : new Object[single];
        var numbers = unboxes ? new double[fieldNames.length] : LuaTable.NO_NUMBERS;
        int field = 0;
        int element = 0;
        for (int i = 0; i < values.length; i++) {
            if (keys[i] != null) {
                var value = values[i].execute(frame);
                if ((kinds[field] & Kinds.of(value)) == 0) {
                    numbers = see(field, value, numbers);
                }
                fields[field] = field(field, value, numbers);
                field++;
            } else if (element < single) {
                elements[element++] = values[i].execute(frame);
            } else {
                elements = append(elements, values[i].executeMultiple(frame));
            }
        }
        return new LuaTable(known, fields, numbers, elements);
    }

    /** Learns of another type; answers the array for numbers, made if there is none. */
    private double[] see(int field, Object value, double[] numbers) {
        CompilerDirectives.transferToInterpreterAndInvalidate();
        var lock = getLock();
        lock.lock();
        try {
            kinds[field] |= (byte) Kinds.of(value);
        } finally {
            lock.unlock();
        }
        if (Kinds.of(value) == Kinds.OTHER || numbers.length > 0) {
            return numbers;
        }
        unboxes = true;
        return new double[kinds.length];
    }

    /**
     * What stands among the fields for a value: a number has its place in the other array. There is
     * none when another thread has learned of the first number meanwhile.
     */
    private Object field(int field, Object value, double[] numbers) {
        int known = numbers.length == 0 ? Kinds.NONE : kinds[field];
        if ((known & Kinds.FLOAT) != 0 && value instanceof Double number) {
            numbers[field] = number;
            return LuaTable.FLOAT;
        }
        if ((known & Kinds.INTEGER) != 0 && value instanceof Long integer) {
            numbers[field] = LuaTable.ofInteger(integer);
            return LuaTable.INTEGER;
        }
        return value;
    }

    private static Layout layoutOf(LuaString[] names) {
        var layout = Layout.EMPTY;
        for (var name : names) {
            var next = layout.with(name);
            if (next == null) {
                return Layout.dictionary();
            }
            layout = next;
        }
        return layout;
    }

    private static Object[] append(Object[] elements, Object result) {
        var more = result instanceof Object[] list ? list : new Object[] {result};
        var all = new Object[elements.length + more.length];
        System.arraycopy(elements, 0, all, 0, elements.length);
        System.arraycopy(more, 0, all, elements.length, more.length);
        return all;
    }

    /** Positional values win over keys that are computed to the same, as in the reference. */
    @ExplodeLoop
    private Object general(VirtualFrame frame) {
        int single = openEnded ? positional - 1 : positional;
        var table = new LuaTable(0, keys.length - positional);
        var elements = new Object[single];
        int element = 0;
        for (int i = 0; i < values.length; i++) {
            var key = keys[i];
            if (key != null) {
                Indexing.set(table, key.execute(frame), values[i].execute(frame), null);
            } else if (element < single) {
                elements[element++] = values[i].execute(frame);
            } else {
                elements = append(elements, values[i].executeMultiple(frame));
            }
        }
        putAll(table, elements);
        return table;
    }

    private static void putAll(LuaTable table, Object[] elements) {
        for (int i = 0; i < elements.length; i++) {
            table.put(i + 1L, elements[i]);
        }
    }
}
