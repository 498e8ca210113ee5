package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import org.jspecify.annotations.Nullable;

/**
 * Open addressing with linear probing over a power of two. A key stays in its place with the value
 * nil when removed; {@link #grown} leaves such keys behind.
 */
@SuppressWarnings("ReferenceEquality") // Identity is the fast path before equals.
final class HashPart {

    static final HashPart EMPTY = new HashPart(1);

    private static final int MIN_CAPACITY = 4;

    private final @Nullable Object[] keys;
    private final Object[] values;
    private final int mask;
    private final @Nullable WeakEntries weak;
    private int used;

    private HashPart(int capacity) {
        keys = new Object[capacity];
        values = new Object[capacity];
        mask = capacity - 1;
        weak = null;
    }

    /** An empty part that stands for weak entries kept elsewhere. */
    HashPart(WeakEntries entries) {
        keys = new Object[1];
        values = new Object[1];
        mask = 0;
        weak = entries;
    }

    @Nullable WeakEntries weak() {
        return weak;
    }

    /** Has room for so many keys without growing. */
    static HashPart withCapacity(int expected) {
        int capacity = MIN_CAPACITY;
        while (capacity * 3 / 4 < expected) {
            capacity *= 2;
        }
        return new HashPart(capacity);
    }

    boolean isEmpty() {
        return used == 0;
    }

    boolean isFull() {
        return used >= keys.length * 3 / 4;
    }

    int live() {
        int count = 0;
        for (var value : values) {
            if (value != null && value != NIL) {
                count++;
            }
        }
        return count;
    }

    /** Whether the slot, found for a table of the same layout, has this very key. */
    boolean holds(int slot, LuaString key) {
        return slot >= 0 && slot < keys.length && keys[slot] == key;
    }

    void setValueAt(int slot, Object value) {
        values[slot] = value;
    }

    Object get(LuaString key) {
        int slot = key.hashCode() & mask;
        while (true) {
            var candidate = keys[slot];
            if (candidate == key) {
                return values[slot];
            }
            if (candidate == null) {
                return NIL;
            }
            if (candidate instanceof LuaString string && string.equals(key)) {
                return values[slot];
            }
            slot = (slot + 1) & mask;
        }
    }

    Object get(Object key) {
        int slot = slotOf(key);
        return slot < 0 ? NIL : values[slot];
    }

    /** Counts integer keys by the power of two that they do not exceed. */
    void countIntegers(int[] counts) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] instanceof Long key
                    && key >= 1
                    && key <= ArrayPart.MAX_SIZE
                    && values[i] != NIL) {
                counts[Long.SIZE - Long.numberOfLeadingZeros(key - 1)]++;
            }
        }
    }

    /** Moves the values of the keys from 1 up to a limit into an array. */
    void takeIntegers(int limit, Object[] target) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] instanceof Long key && key >= 1 && key <= limit && values[i] != NIL) {
                target[(int) (key - 1)] = values[i];
                values[i] = NIL;
            }
        }
    }

    /** Sets the value of a key that is there already. */
    boolean replace(Object key, Object value) {
        int slot = slotOf(key);
        if (slot < 0) {
            return false;
        }
        values[slot] = value;
        return true;
    }

    /** Puts a key for which there is room. */
    void put(Object key, Object value) {
        int slot = hash(key) & mask;
        while (keys[slot] != null && !sameKey(keys[slot], key)) {
            slot = (slot + 1) & mask;
        }
        if (keys[slot] == null) {
            if (value == NIL) {
                return;
            }
            keys[slot] = key;
            used++;
        }
        values[slot] = value;
    }

    int slotOf(Object key) {
        int slot = hash(key) & mask;
        while (true) {
            var candidate = keys[slot];
            if (candidate == null) {
                return -1;
            }
            if (candidate == key || sameKey(candidate, key)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    private static int hash(Object key) {
        if (key instanceof LuaString string) {
            return string.hashCode();
        }
        if (key instanceof Long integer) {
            long mixed = integer * 0x9E3779B97F4A7C15L;
            return (int) (mixed >>> 32);
        }
        return otherHash(key);
    }

    @TruffleBoundary
    private static int otherHash(Object key) {
        int hash =
                key instanceof Double || key instanceof Boolean
                        ? key.hashCode()
                        : System.identityHashCode(key);
        return hash ^ (hash >>> 16);
    }

    private static boolean sameKey(@Nullable Object a, Object b) {
        if (a == b) {
            return true;
        }
        if (a instanceof LuaString string) {
            return string.equals(b);
        }
        if (a instanceof Long integer) {
            return b instanceof Long other && integer.longValue() == other.longValue();
        }
        return (a instanceof Double number && number.equals(b))
                || (a instanceof Boolean bool && bool.equals(b));
    }

    HashPart grown() {
        return grownBy(live() + 2);
    }

    /** A copy without removed keys that has room for so many more. */
    HashPart grownBy(int more) {
        var grown = withCapacity(live() + more);
        for (int i = 0; i < keys.length; i++) {
            var key = keys[i];
            if (key != null && values[i] != NIL) {
                grown.put(key, values[i]);
            }
        }
        return grown;
    }

    int nextUsed(int from) {
        for (int i = from; i < keys.length; i++) {
            if (keys[i] != null && values[i] != NIL) {
                return i;
            }
        }
        return -1;
    }

    Object keyAt(int slot) {
        var key = keys[slot];
        return key == null ? NIL : key;
    }

    Object valueAt(int slot) {
        return values[slot];
    }
}
