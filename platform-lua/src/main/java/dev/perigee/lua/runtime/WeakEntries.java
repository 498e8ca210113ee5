package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a weak table (section 2.5.4). Objects that are held weakly go when the JVM's
 * collector finds them unreachable; numbers, strings and booleans stay. The JVM has no ephemerons:
 * a value that refers to its own weak key keeps both.
 */
final class WeakEntries {

    private static final int MIN_CLEANING = 32;

    private final boolean weakKeys;
    private final boolean weakValues;
    private final Map<Object, Entry> index = new HashMap<>();
    private List<Entry> order = new ArrayList<>();
    private int nextCleaning = MIN_CLEANING;

    WeakEntries(boolean weakKeys, boolean weakValues) {
        this.weakKeys = weakKeys;
        this.weakValues = weakValues;
    }

    boolean hasMode(boolean keys, boolean values) {
        return weakKeys == keys && weakValues == values;
    }

    /** A key by identity; it holds its object weakly. */
    private static final class Identity extends WeakReference<Object> {
        private final int hash;

        Identity(Object object) {
            super(object);
            hash = System.identityHashCode(object);
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // Identity is what it is for.
        public boolean equals(Object other) {
            if (this == other) {
                return true;
            }
            var object = get();
            return object != null && other instanceof Identity same && same.get() == object;
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** An entry and its place in the order of traversal. */
    private static final class Entry {
        private final Object key;

        /** Only keeps the key from being collected. */
        @SuppressWarnings("UnusedVariable")
        private final @Nullable Object strongKey;

        private Object value = NIL;
        private int position;

        Entry(Object key, @Nullable Object strongKey, int position) {
            this.key = key;
            this.strongKey = strongKey;
            this.position = position;
        }

        Object key() {
            var object = key instanceof Identity identity ? identity.get() : key;
            return object == null ? NIL : object;
        }

        /** Nil, too, when the key or the value is gone. */
        Object value() {
            var object = value instanceof WeakReference<?> reference ? reference.get() : value;
            return object == null || key() == NIL ? NIL : object;
        }
    }

    private static boolean isCollectable(Object value) {
        return switch (value) {
            case Nil _, Boolean _, Long _, Double _, LuaString _, LightUserdata _ -> false;
            default -> true;
        };
    }

    private static Object lookupKey(Object key) {
        if (key instanceof Double number) {
            var integer = Conversions.toInteger(number);
            if (integer != null) {
                return integer;
            }
            return number;
        }
        return isCollectable(key) ? new Identity(key) : key;
    }

    Object get(Object key) {
        var entry = index.get(lookupKey(key));
        return entry == null ? NIL : entry.value();
    }

    void put(Object key, Object value) {
        var lookup = lookupKey(key);
        var entry = index.get(lookup);
        if (entry == null) {
            if (value == NIL) {
                return;
            }
            clean();
            entry = new Entry(lookup, weakKeys ? null : key, order.size());
            index.put(lookup, entry);
            order.add(entry);
        }
        entry.value = weakValues && isCollectable(value) ? new WeakReference<>(value) : value;
    }

    /** Drops what is gone, now and then, and never between two steps of a traversal alone. */
    private void clean() {
        if (order.size() < nextCleaning) {
            return;
        }
        var kept = new ArrayList<Entry>();
        for (var entry : order) {
            if (entry.value() == NIL) {
                index.remove(entry.key);
            } else {
                entry.position = kept.size();
                kept.add(entry);
            }
        }
        order = kept;
        nextCleaning = Math.max(MIN_CLEANING, kept.size() * 2);
    }

    /** The key and value after a key, nothing at the end, null when there is no such key. */
    Object @Nullable [] next(Object key) {
        int from = 0;
        if (key != NIL) {
            var entry = index.get(lookupKey(key));
            if (entry == null) {
                return null;
            }
            from = entry.position + 1;
        }
        for (int i = from; i < order.size(); i++) {
            var found = order.get(i).key();
            var value = order.get(i).value();
            if (found != NIL && value != NIL) {
                return new Object[] {found, value};
            }
        }
        return Calls.NO_VALUES;
    }

    long border() {
        long border = 0;
        while (get(border + 1) != NIL) {
            border++;
        }
        return border;
    }

    /** Puts everything that is still there into a table that is not weak. */
    void moveTo(LuaTable table) {
        for (var entry : order) {
            if (entry.value() != NIL) {
                table.put(entry.key(), entry.value());
            }
        }
    }
}
