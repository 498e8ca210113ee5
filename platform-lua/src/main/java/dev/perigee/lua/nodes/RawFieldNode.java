package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.NodeField;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.runtime.Layout;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Nil;

/** Reads a field without metamethods; remembers where the layouts that it has seen keep it. */
@GenerateInline(false)
@NodeField(name = "key", type = LuaString.class)
abstract class RawFieldNode extends Node {

    abstract LuaString getKey();

    abstract Object execute(LuaTable table);

    @Specialization(
            guards = {"table.layout() == layout", "index >= 0"},
            limit = "4")
    Object present(
            LuaTable table,
            @Cached("table.layout()") Layout layout,
            @Cached("layout.indexOf(getKey())") int index) {
        return table.field(index);
    }

    @Specialization(
            guards = {"table.layout() == layout", "index < 0", "!dictionary"},
            limit = "4")
    Object absent(
            LuaTable table,
            @Cached("table.layout()") Layout layout,
            @Cached("layout.indexOf(getKey())") int index,
            @Cached("layout.isDictionary()") boolean dictionary) {
        return Nil.NIL;
    }

    @Specialization(guards = "table.hasFieldAt(slot, getKey())", limit = "2")
    Object slot(LuaTable table, @Cached("table.fieldSlot(getKey())") int slot) {
        return table.fieldAt(slot);
    }

    @TruffleBoundary
    private Object lookup(LuaTable table) {
        return table.get(getKey());
    }

    @Specialization(replaces = {"present", "absent", "slot"})
    Object any(LuaTable table) {
        return lookup(table);
    }
}
