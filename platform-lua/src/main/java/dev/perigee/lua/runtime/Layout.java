package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaLanguage;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The string keys of a table in the order in which they were added, shared by all tables that were
 * filled alike: a node that has seen a layout knows where its field is, or that it is not there.
 * Layouts are immutable but for the transitions to those with one more key. These belong to the
 * language, are held weakly and are few: a table with many or with unusual keys uses its hash part.
 */
public final class Layout {

    /** Of tables without fields. */
    public static final Layout EMPTY = new Layout(new LuaString[0], null);

    /** Of tables whose fields are in the hash part. */
    static final Layout DICTIONARY = new Layout(new LuaString[0], null);

    static final int MAX_FIELDS = 40;

    /** How many transitions constant and computed keys may make. */
    private static final int MAX_TRANSITIONS = 512;

    private static final int MAX_COMPUTED_TRANSITIONS = 16;

    @CompilationFinal(dimensions = 1)
    private final LuaString[] keys;

    /** Open addressing: the index of a key plus one, or 0. */
    private final byte[] index;

    /** Kept with it, else tables that are filled alike would come to another layout later. */
    @SuppressWarnings("UnusedVariable")
    private final @Nullable Layout shorter;

    private @Nullable Map<LuaString, WeakReference<Layout>> transitions;

    private Layout(LuaString[] keys, @Nullable Layout shorter) {
        this.keys = keys;
        this.shorter = shorter;
        index = new byte[Math.max(4, Integer.highestOneBit(keys.length + 1) * 4)];
        for (int i = 0; i < keys.length; i++) {
            int slot = keys[i].hashCode() & (index.length - 1);
            while (index[slot] != 0) {
                slot = (slot + 1) & (index.length - 1);
            }
            index[slot] = (byte) (i + 1);
        }
    }

    /** Of tables whose fields are in the hash part. */
    public static Layout dictionary() {
        return DICTIONARY;
    }

    /** Where all transitions of a language begin. */
    public static Layout root() {
        return new Layout(new LuaString[0], null);
    }

    /** Whether the fields of tables with this layout are in their hash part. */
    @SuppressWarnings("ReferenceEquality") // There is one dictionary.
    public boolean isDictionary() {
        return this == DICTIONARY;
    }

    int count() {
        return keys.length;
    }

    LuaString keyAt(int field) {
        return keys[field];
    }

    /** The index of a field, or -1. */
    @SuppressWarnings("ReferenceEquality") // Identity is the fast path before equals.
    public int indexOf(LuaString key) {
        int slot = key.hashCode() & (index.length - 1);
        while (true) {
            int found = index[slot] - 1;
            if (found < 0 || keys[found] == key || keys[found].equals(key)) {
                return found;
            }
            slot = (slot + 1) & (index.length - 1);
        }
    }

    /**
     * This layout with a key that stands in the source; null when a table with that key should use
     * its hash part.
     */
    @TruffleBoundary
    @SuppressWarnings("ReferenceEquality") // There is one dictionary.
    public @Nullable Layout with(LuaString key) {
        return this == DICTIONARY ? null : with(key, MAX_TRANSITIONS);
    }

    /** The same with a key that the program computes, which more often is one of many. */
    @TruffleBoundary
    @Nullable Layout withComputed(LuaString key) {
        return with(key, MAX_COMPUTED_TRANSITIONS);
    }

    @SuppressWarnings("ReferenceEquality") // There is one empty layout.
    private @Nullable Layout with(LuaString key, int limit) {
        if (keys.length == MAX_FIELDS) {
            return null;
        }
        return this == EMPTY
                ? LuaLanguage.get(null).layouts().transition(key, limit)
                : transition(key, limit);
    }

    private synchronized @Nullable Layout transition(LuaString key, int limit) {
        if (transitions == null) {
            transitions = new HashMap<>();
        }
        var reference = transitions.get(key);
        var known = reference == null ? null : reference.get();
        if (known != null) {
            return known;
        }
        if (transitions.size() >= limit) {
            transitions.values().removeIf(next -> next.get() == null);
            if (transitions.size() >= limit) {
                return null;
            }
        }
        var more = Arrays.copyOf(keys, keys.length + 1);
        more[keys.length] = key;
        var next = new Layout(more, this);
        transitions.put(key, new WeakReference<>(next));
        return next;
    }
}
