package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import org.jspecify.annotations.Nullable;

/**
 * A table: an {@link ArrayPart array} for the keys 1 to n, {@link RecordPart fields} for string
 * keys, and a hash part for all others. A removed key of the hash part keeps its place until the
 * next growth, and a field its place for ever, so that a traversal may clear them. Not thread-safe,
 * as nothing of a context is.
 *
 * <p>Reads and writes here are raw; metamethods are the callers' business.
 */
public final class LuaTable extends RecordPart {

    private @Nullable LuaTable metatable;

    /** Tells when the table is garbage; it has this while it is marked for finalization. */
    private @Nullable Guardian guardian;

    public LuaTable() {}

    public LuaTable(int arrayCapacity, int fieldCapacity) {
        if (arrayCapacity > 0) {
            elements = new Object[arrayCapacity];
        }
        reserveFields(fieldCapacity);
    }

    /**
     * A table with the values of a layout's fields and of the keys from 1. The arrays are handed
     * over; where a mark stands among the fields the value is the number in that place.
     */
    public LuaTable(Layout layout, Object[] fields, double[] numbers, Object[] elements) {
        setFields(layout, fields, numbers);
        if (elements.length > 0) {
            setElements(elements);
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
        if (table != null && guardian == null && table.metamethod(Metamethod.GC) != NIL) {
            LuaContext.get(null).finalizers().mark(this);
        }
    }

    void guard(@Nullable Guardian by) {
        guardian = by;
    }

    @SuppressWarnings("ReferenceEquality") // Which one it is.
    boolean isGuardedBy(Guardian one) {
        return guardian == one;
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
            copy.take(this);
        }
        clear();
        if (!keys && !values) {
            take(copy);
            return;
        }
        LuaContext.get(null).observeGarbage();
        var entries = new WeakEntries(keys, values);
        for (int at = copy.nextEntry(START); at >= 0; at = copy.nextEntry(at + 1)) {
            entries.put(copy.keyAt(at), copy.valueAt(at));
        }
        hash = new HashPart(entries);
    }

    private void take(LuaTable other) {
        elements = other.elements;
        size = other.size;
        hash = other.hash;
        takeFields(other);
    }

    private void clear() {
        clearElements();
        clearFields();
        hash = HashPart.EMPTY;
    }

    /** Whether a new field needs no metamethod and no care about weakness. */
    public boolean takesFields() {
        var meta = metatable;
        return meta == null || (hash.weak() == null && meta.metamethod(Metamethod.NEWINDEX) == NIL);
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

    @TruffleBoundary
    private Object findMetamethod(Metamethod event) {
        var handler = rawGet(event.key);
        if (handler == NIL) {
            absentMetamethods |= event.bit;
        }
        return handler;
    }

    public Object get(Object key) {
        return switch (key) {
            case LuaString string -> get(string);
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

    /** The slot of a field in the hash part, for {@link #hasFieldAt}; -1 when it is not there. */
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

    @Override
    void putHash(Object key, Object value) {
        if (hash.replace(key, value) || value == NIL) {
            return;
        }
        insert(key, value);
    }

    @TruffleBoundary
    private void insert(Object key, Object value) {
        if (hash.isFull()) {
            if (key instanceof Long integer && moveToArray()) {
                hash = hash.grown();
                put(integer.longValue(), value);
                return;
            }
            if (hash.live() > MAX_SIZE) {
                throw LuaError.of("table overflow", null);
            }
            hash = hash.grown();
        }
        hash.put(key, value);
    }

    /** A border: some n with {@code t[n] ~= nil and t[n + 1] == nil}, or 0. */
    public long length() {
        if (size > 0) {
            return isNilElement(0) ? 0 : size;
        }
        if (hash.isEmpty() && hash.weak() == null) {
            return 0;
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
        if (key instanceof LuaString name && !isDictionary()) {
            int field = layout().indexOf(name);
            return field < 0 ? -1 : size + field + 1;
        }
        int slot = hash.slotOf(key instanceof Double && integer != -1 ? (Object) integer : key);
        if (slot >= 0) {
            return size + fieldCount() + slot + 1;
        }
        // An element that was cleared during a traversal: what follows is behind the array.
        return integer >= 1 && isInArray(integer) ? size : -1;
    }

    /** The first position at or after the given one that holds an entry, or -1. */
    public int nextEntry(int position) {
        int at = position;
        while (at < size) {
            if (!isNilElement(at)) {
                return at;
            }
            at++;
        }
        int first = size + fieldCount();
        while (at < first) {
            if (!isNil(at - size)) {
                return at;
            }
            at++;
        }
        int slot = hash.nextUsed(Math.max(0, at - first));
        return slot < 0 ? -1 : first + slot;
    }

    public Object keyAt(int position) {
        if (position < size) {
            return position + 1L;
        }
        int field = position - size;
        return field < fieldCount() ? layout().keyAt(field) : hash.keyAt(field - fieldCount());
    }

    public Object valueAt(int position) {
        if (position < size) {
            return elementAt(position);
        }
        int field = position - size;
        return field < fieldCount() ? field(field) : hash.valueAt(field - fieldCount());
    }

    /** Whether the table has entries, all of them in the array part and none of them nil. */
    public boolean isSequence() {
        if (size == 0 || nextEntry(size) >= 0) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (elementAt(i) == NIL) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        CompilerDirectives.transferToInterpreter();
        return "table: 0x%08x".formatted(System.identityHashCode(this));
    }

    /** Whether an element is kept as an object. */
    public boolean isObjectAt(long key) {
        return elements instanceof Object[] && isWithin(key);
    }

    /** An element that {@link #isObjectAt} has seen. */
    public Object objectAt(long key) {
        return ((Object[]) elements)[(int) (key - 1)];
    }
}
