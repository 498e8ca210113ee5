package dev.perigee.lua.nodes;

import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.NodeChild;
import com.oracle.truffle.api.dsl.NodeField;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.Indexing.Described;
import dev.perigee.lua.runtime.Layout;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Nil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code receiver.key = value}, remembering places as {@link RawFieldNode} does. */
@NodeChild(value = "receiver", type = ExpressionNode.class)
@NodeChild(value = "value", type = ExpressionNode.class)
@NodeField(name = "key", type = LuaString.class)
abstract class FieldWriteNode extends StatementNode implements Described, Caller {

    private @Nullable String receiverName;

    final void describe(@Nullable String receiver) {
        receiverName = receiver;
    }

    abstract LuaString getKey();

    @Override
    abstract @Nullable Object execute(VirtualFrame frame);

    @Specialization(
            guards = {"receiver.layout() == layout", "index >= 0", "replaces(receiver, index)"},
            limit = "3")
    @Nullable Object real(
            LuaTable receiver,
            double value,
            @Cached("receiver.layout()") Layout layout,
            @Cached("layout.indexOf(getKey())") int index) {
        receiver.setField(index, value);
        return null;
    }

    @Specialization(
            guards = {"receiver.layout() == layout", "index >= 0", "replaces(receiver, index)"},
            limit = "3")
    @Nullable Object integer(
            LuaTable receiver,
            long value,
            @Cached("receiver.layout()") Layout layout,
            @Cached("layout.indexOf(getKey())") int index) {
        receiver.setField(index, value);
        return null;
    }

    @Specialization(
            guards = {"receiver.layout() == layout", "index >= 0", "replaces(receiver, index)"},
            limit = "3",
            replaces = {"real", "integer"})
    @Nullable Object present(
            LuaTable receiver,
            Object value,
            @Cached("receiver.layout()") Layout layout,
            @Cached("layout.indexOf(getKey())") int index) {
        receiver.setField(index, value);
        return null;
    }

    /** A field that has a value already needs no metamethod. */
    static boolean replaces(LuaTable receiver, int index) {
        return receiver.metatable() == null || !receiver.isNil(index) || receiver.takesFields();
    }

    @Specialization(
            guards = {
                "receiver.layout() == layout",
                "index < 0",
                "extended != null",
                "!isNil(value)",
                "receiver.takesFields()"
            },
            limit = "3")
    @Nullable Object absent(
            LuaTable receiver,
            Object value,
            @Cached("receiver.layout()") Layout layout,
            @Cached("layout.indexOf(getKey())") int index,
            @Cached("layout.with(getKey())") @Nullable Layout extended) {
        receiver.addField(Objects.requireNonNull(extended), value);
        return null;
    }

    @Specialization(guards = "holds(receiver, slot)", limit = "2")
    @Nullable Object slot(
            LuaTable receiver, Object value, @Cached("receiver.fieldSlot(getKey())") int slot) {
        receiver.setFieldAt(slot, value);
        return null;
    }

    static boolean isNil(Object value) {
        return value == Nil.NIL;
    }

    final boolean holds(LuaTable receiver, int slot) {
        return receiver.metatable() == null
                ? receiver.hasFieldAt(slot, getKey())
                : receiver.hasValueAt(slot, getKey());
    }

    @Specialization(
            guards = "receiver.metatable() == null",
            replaces = {"present", "absent", "slot"})
    @Nullable Object field(LuaTable receiver, Object value) {
        receiver.put(getKey(), value);
        return null;
    }

    @Specialization
    @Nullable Object other(Object receiver, Object value) {
        Indexing.set(receiver, getKey(), value, this);
        return null;
    }

    @Override
    public final String calleeName() {
        return "metamethod 'newindex'";
    }

    @Override
    public final @Nullable String description() {
        return receiverName;
    }

    @Override
    public final Node node() {
        return this;
    }
}
