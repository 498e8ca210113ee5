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

    @CompilationFinal(dimensions = 1)
    private Layout[] layouts = {};

    @CompilationFinal(dimensions = 1)
    private int[] places = {};

    @CompilationFinal private boolean full;

    /** Where the key was last in a hash part. */
    @CompilationFinal private int slot = -1;

    @CompilationFinal private boolean slotMoved;

    FieldPlace(LuaString key) {
        this.key = key;
    }

    /** The index of the field, or {@link #ABSENT} or {@link #ELSEWHERE}. */
    @ExplodeLoop(kind = ExplodeLoop.LoopExplosionKind.FULL_EXPLODE_UNTIL_RETURN)
    int of(LuaTable table) {
        var layout = table.layout();
        for (int i = 0; i < layouts.length; i++) {
            if (layouts[i] == layout) {
                return places[i];
            }
        }
        if (full) {
            return ELSEWHERE;
        }
        CompilerDirectives.transferToInterpreterAndInvalidate();
        return learn(layout);
    }

    private int learn(Layout layout) {
        if (layouts.length == MAX_LAYOUTS) {
            full = true;
            return ELSEWHERE;
        }
        int place = layout.isDictionary() ? ELSEWHERE : layout.indexOf(key);
        var moreLayouts = Arrays.copyOf(layouts, layouts.length + 1);
        moreLayouts[layouts.length] = layout;
        var morePlaces = Arrays.copyOf(places, places.length + 1);
        morePlaces[places.length] = place;
        places = morePlaces;
        layouts = moreLayouts;
        return place;
    }

    /** The value in a table for which the place is not known. */
    Object find(LuaTable table) {
        if (!slotMoved) {
            if (table.hasFieldAt(slot, key)) {
                return table.fieldAt(slot);
            }
            CompilerDirectives.transferToInterpreterAndInvalidate();
            slotMoved = slot >= 0;
            slot = table.fieldSlot(key);
        }
        return lookup(table);
    }

    @TruffleBoundary
    private Object lookup(LuaTable table) {
        return table.get(key);
    }

    /** The value of the key, without metamethods. */
    Object read(LuaTable table) {
        int place = of(table);
        if (place >= 0) {
            return table.field(place);
        }
        return place == ABSENT ? Nil.NIL : find(table);
    }
}
