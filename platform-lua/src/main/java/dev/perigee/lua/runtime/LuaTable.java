package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.TruffleObject;
import dev.perigee.lua.LuaContext;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A table: an array part for the keys 1 to n and a hash part for all others. The array part holds
 * no trailing nil, so its size is a border; holes inside it are nil. A removed key of the hash part
 * keeps its place until the next growth, so that a traversal may clear fields. Not thread-safe, as
 * nothing of a context is.
 *
 * <p>Reads and writes here are raw; metamethods are the callers' business.
 */
public final class LuaTable extends TableInterop implements TruffleObject {

    private static final Object[] NO_ARRAY = new Object[0];
    private static final int MAX_SIZE = 1 << 28;

    private Object[] array = NO_ARRAY;
    private int size;
    private HashPart hash = HashPart.EMPTY;
    private @Nullable LuaTable metatable;

    /** Bit per {@link Metamethod} that this table, used as a metatable, is known not to have. */
    private int absentMetamethods;

    public LuaTable() {}

    public LuaTable(int arrayCapacity, int hashCapacity) {
        if (arrayCapacity > 0) {
            array = new Object[arrayCapacity];
        }
        if (hashCapacity > 0) {
            hash = HashPart.withCapacity(hashCapacity);
        }
    }

    public @Nullable LuaTable metatable() {
        return metatable;
    }

    /** Sets the metatable; its {@code __mode} at this time decides whether the table is weak. */
    public void setMetatable(@Nullable LuaTable table) {
        metatable = table;
        var mode = table == null ? NIL : table.metamethod(Metamethod.MODE);
        if (mode != NIL || hash.weak() != null) {
            setMode(mode instanceof LuaString text ? text.toString() : "");
        }
    }

    @TruffleBoundary
    private void setMode(String mode) {
        boolean keys = mode.indexOf('k') >= 0;
        boolean values = mode.indexOf('v') >= 0;
        var old = hash.weak();
        if (old != null && old.hasMode(keys, values)) {
            return;
        }
        var copy = new LuaTable();
        if (old != null) {
            old.moveTo(copy);
        } else {
            copy.take(array, size, hash);
        }
        take(NO_ARRAY, 0, HashPart.EMPTY);
        if (!keys && !values) {
            take(copy.array, copy.size, copy.hash);
            return;
        }
        LuaContext.get(null).observeGarbage();
        var entries = new WeakEntries(keys, values);
        for (int at = copy.nextEntry(START); at >= 0; at = copy.nextEntry(at + 1)) {
            entries.put(copy.keyAt(at), copy.valueAt(at));
        }
        hash = new HashPart(entries);
    }

    private void take(Object[] elements, int count, HashPart fields) {
        array = elements;
        size = count;
        hash = fields;
    }

    /** Whether entries may vanish; such a table always has a metatable. */
    public boolean isWeak() {
        return hash.weak() != null;
    }

    /** Reads any table, also a weak one. */
    public Object rawGet(Object key) {
        var weak = hash.weak();
        return weak == null ? get(key) : weakGet(weak, key);
    }

    @TruffleBoundary
    private static Object weakGet(WeakEntries weak, Object key) {
        return weak.get(key);
    }

    /** Writes any table, also a weak one. */
    public void rawPut(Object key, Object value) {
        var weak = hash.weak();
        if (weak == null) {
            put(key, value);
        } else {
            weakPut(weak, key, value);
        }
    }

    @TruffleBoundary
    private void weakPut(WeakEntries weak, Object key, Object value) {
        absentMetamethods = 0;
        weak.put(key, value);
    }

    /** The entry after a key of a weak table, nothing at the end, null when the key is unknown. */
    @TruffleBoundary
    public Object @Nullable [] nextWeak(Object key) {
        var weak = hash.weak();
        return weak == null ? null : weak.next(key);
    }

    /** The handler that this table, used as a metatable, gives for an event, or nil. */
    public Object metamethod(Metamethod event) {
        if ((absentMetamethods & event.bit) != 0) {
            return NIL;
        }
        return findMetamethod(event);
    }

    private Object findMetamethod(Metamethod event) {
        var handler = rawGet(event.key);
        if (handler == NIL) {
            absentMetamethods |= event.bit;
        }
        return handler;
    }

    public Object get(long key) {
        long index = key - 1;
        if (index >= 0 && index < size) {
            return array[(int) index];
        }
        return hash.isEmpty() ? NIL : hash.get(key);
    }

    public Object get(LuaString key) {
        return hash.get(key);
    }

    public Object get(Object key) {
        return switch (key) {
            case LuaString string -> hash.get(string);
            case Long integer -> get(integer.longValue());
            case Double number -> {
                long integer = (long) number.doubleValue();
                yield integer == number && inLongRange(number) ? get(integer) : hash.get(number);
            }
            default -> hash.get(key);
        };
    }

    private static boolean inLongRange(double number) {
        return number >= -0x1p63 && number < 0x1p63;
    }

    /** The slot of a field, for {@link #hasFieldAt}; -1 when the table does not have it. */
    @TruffleBoundary
    public int fieldSlot(LuaString key) {
        return hash.slotOf(key);
    }

    /** Whether a slot that was found earlier, perhaps for another table, has this very key. */
    public boolean hasFieldAt(int slot, LuaString key) {
        return hash.holds(slot, key);
    }

    /** The same, and its value is not nil. */
    public boolean hasValueAt(int slot, LuaString key) {
        return hash.holds(slot, key) && hash.valueAt(slot) != NIL;
    }

    public Object fieldAt(int slot) {
        return hash.valueAt(slot);
    }

    public void setFieldAt(int slot, Object value) {
        absentMetamethods = 0;
        hash.setValueAt(slot, value);
    }

    public void put(long key, Object value) {
        long index = key - 1;
        if (index >= 0 && index < size) {
            array[(int) index] = value;
            if (value == NIL && index == size - 1) {
                shrink();
            }
        } else if (index == size && value != NIL) {
            append(value);
        } else {
            putHash(key, value);
        }
    }

    private void shrink() {
        do {
            array[--size] = null;
        } while (size > 0 && array[size - 1] == NIL);
    }

    private void append(Object value) {
        if (size == array.length) {
            growArray();
        }
        array[size++] = value;
        if (!hash.isEmpty()) {
            migrate();
        }
    }

    private void growArray() {
        array = Arrays.copyOf(array, Math.max(4, size * 2));
    }

    /** Moves the successors of the array part out of the hash part. */
    @TruffleBoundary
    private void migrate() {
        hash.put((long) size, NIL);
        while (true) {
            var next = hash.get((long) size + 1);
            if (next == NIL) {
                return;
            }
            hash.put((long) size + 1, NIL);
            if (size == array.length) {
                growArray();
            }
            array[size++] = next;
        }
    }

    public void put(LuaString key, Object value) {
        absentMetamethods = 0;
        putHash(key, value);
    }

    /** Puts under any key but nil and NaN, which the caller has refused. */
    public void put(Object key, Object value) {
        switch (key) {
            case LuaString string -> put(string, value);
            case Long integer -> put(integer.longValue(), value);
            case Double number -> {
                long integer = (long) number.doubleValue();
                if (integer == number && inLongRange(number)) {
                    put(integer, value);
                } else {
                    putHash(number, value);
                }
            }
            default -> putHash(key, value);
        }
    }

    private void putHash(Object key, Object value) {
        if (hash.replace(key, value) || value == NIL) {
            return;
        }
        insert(key, value);
    }

    @TruffleBoundary
    private void insert(Object key, Object value) {
        if (hash.isFull()) {
            if (hash.live() > MAX_SIZE) {
                throw LuaError.of("table overflow", null);
            }
            hash = hash.grown();
        }
        hash.put(key, value);
    }

    /** A border: some n with {@code t[n] ~= nil and t[n + 1] == nil}, or 0. */
    public long length() {
        if (size > 0 || (hash.isEmpty() && hash.weak() == null)) {
            return size;
        }
        return hashBorder();
    }

    @TruffleBoundary
    private long hashBorder() {
        var weak = hash.weak();
        if (weak != null) {
            return weak.border();
        }
        long border = 0;
        while (hash.get(border + 1) != NIL) {
            border++;
        }
        return border;
    }

    /** The position before the first entry, for {@link #nextEntry}. */
    public static final int START = 0;

    /** The position after the given key, or -1 when the table has no such key. */
    @TruffleBoundary
    public int positionAfter(Object key) {
        if (key == NIL) {
            return START;
        }
        long integer =
                key instanceof Long number
                        ? number
                        : key instanceof Double real && real == real.longValue()
                                ? real.longValue()
                                : -1;
        if (integer >= 1 && integer <= size) {
            return (int) integer;
        }
        int slot = hash.slotOf(key instanceof Double && integer != -1 ? (Object) integer : key);
        if (slot >= 0) {
            return size + slot + 1;
        }
        // A field that was cleared during a traversal: what follows is the hash part.
        return integer >= 1 && integer <= array.length ? size : -1;
    }

    /** The first position at or after the given one that holds an entry, or -1. */
    public int nextEntry(int position) {
        int at = position;
        while (at < size) {
            if (array[at] != NIL) {
                return at;
            }
            at++;
        }
        int slot = hash.nextUsed(Math.max(0, at - size));
        return slot < 0 ? -1 : size + slot;
    }

    public Object keyAt(int position) {
        return position < size ? (Object) (position + 1L) : hash.keyAt(position - size);
    }

    public Object valueAt(int position) {
        return position < size ? array[position] : hash.valueAt(position - size);
    }

    /** Whether the table has entries, all of them in the array part and none of them nil. */
    public boolean isSequence() {
        if (size == 0 || hash.live() > 0) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (array[i] == NIL) {
                return false;
            }
        }
        return true;
    }

    /**
     * How many entries the hash part holds; with {@link #arraySize} the number of entries when
     * there is no hole.
     */
    int hashSize() {
        return hash.live();
    }

    int arraySize() {
        return size;
    }

    @Override
    public String toString() {
        CompilerDirectives.transferToInterpreter();
        return "table: 0x%08x".formatted(System.identityHashCode(this));
    }
}
