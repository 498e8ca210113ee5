package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.runtime.Layout;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Nil;
import java.util.Arrays;

/** Remembers where the layouts that it has seen keep a key. */
@SuppressWarnings("ReferenceEquality") // Layouts are told apart by identity.
final class FieldPlace extends Node {

    /** No table of the layout has the key. */
    static final int ABSENT = -1;

    /** In the hash part, or unknown since there have been too many layouts. */
    static final int ELSEWHERE = -2;

    private static final int MAX_LAYOUTS = 6;

    private final LuaString key;

    /** Replaced as a whole: other threads may be running the same code. */
    @CompilationFinal(dimensions = 1)
    private Known[] known = {};

    /** Where the key was first found in a hash part. */
    @CompilationFinal private int slot = -1;

    /** Whether it has been anywhere else since, or was in none. */
    @CompilationFinal private boolean searches;

    /** Whether a value has been a number that is kept as such. */
    @CompilationFinal private boolean unboxed;

    /** What has been found out about a layout. */
    private record Known(Layout layout, int place) {}

    FieldPlace(LuaString key) {
        this.key = key;
    }

    /** The index of the field, or {@link #ABSENT} or {@link #ELSEWHERE}. */
    @ExplodeLoop(kind = ExplodeLoop.LoopExplosionKind.FULL_EXPLODE_UNTIL_RETURN)
    int of(LuaTable table) {
        var layout = table.layout();
        var places = known;
        for (var one : places) {
            if (one.layout == layout) {
                return one.place;
            }
        }
        if (places.length == MAX_LAYOUTS) {
            return ELSEWHERE;
        }
        CompilerDirectives.transferToInterpreterAndInvalidate();
        return learn(layout);
    }

    private int learn(Layout layout) {
        int place = layout.isDictionary() ? ELSEWHERE : layout.indexOf(key);
        var lock = getLock();
        lock.lock();
        try {
            for (var one : known) {
                if (one.layout == layout) {
                    return place;
                }
            }
            if (known.length == MAX_LAYOUTS) {
                return ELSEWHERE;
            }
            var more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = new Known(layout, place);
            known = more;
            return place;
        } finally {
            lock.unlock();
        }
    }

    /** The value in a table for which the place is not known. */
    Object find(LuaTable table) {
        if (!searches) {
            int first = slot;
            if (table.hasFieldAt(first, key)) {
                return table.fieldAt(first);
            }
            CompilerDirectives.transferToInterpreterAndInvalidate();
            slot = table.fieldSlot(key);
            searches = first >= 0 || slot < 0;
        }
        return lookup(table);
    }

    @TruffleBoundary
    private Object lookup(LuaTable table) {
        return table.get(key);
    }

    private Object box(LuaTable table, int place) {
        if (!unboxed) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            unboxed = true;
        }
        return table.field(place);
    }

    /** The value of the key, without metamethods. */
    Object read(LuaTable table) {
        int place = of(table);
        if (place >= 0) {
            var value = table.raw(place);
            return LuaTable.isMark(value) ? box(table, place) : value;
        }
        return place == ABSENT ? Nil.NIL : find(table);
    }

    /** The same where a number is as good as nothing. */
    Object readOther(LuaTable table) {
        int place = of(table);
        if (place >= 0) {
            return table.raw(place);
        }
        return place == ABSENT ? Nil.NIL : find(table);
    }
}
