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
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import org.jspecify.annotations.Nullable;

/** {@code receiver.key = value}, remembering slots as {@link FieldReadNode} does. */
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

    /** A field that has a value already needs no metamethod. */
    @Specialization(guards = "holds(receiver, slot)", limit = "3")
    @Nullable Object remembered(
            LuaTable receiver, Object value, @Cached("receiver.fieldSlot(getKey())") int slot) {
        receiver.setFieldAt(slot, value);
        return null;
    }

    final boolean holds(LuaTable receiver, int slot) {
        return receiver.metatable() == null
                ? receiver.hasFieldAt(slot, getKey())
                : receiver.hasValueAt(slot, getKey());
    }

    @Specialization(guards = "receiver.metatable() == null")
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
