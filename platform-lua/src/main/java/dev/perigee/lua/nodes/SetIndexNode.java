package dev.perigee.lua.nodes;

import com.oracle.truffle.api.dsl.NodeChild;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.Indexing.Described;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import org.jspecify.annotations.Nullable;

/** {@code receiver[key] = value}. */
@NodeChild(value = "receiver", type = ExpressionNode.class)
@NodeChild(value = "key", type = ExpressionNode.class)
@NodeChild(value = "value", type = ExpressionNode.class)
abstract class SetIndexNode extends StatementNode implements Described, Caller {

    private @Nullable String receiverName;

    final void describe(@Nullable String receiver) {
        receiverName = receiver;
    }

    @Override
    abstract @Nullable Object execute(VirtualFrame frame);

    @Specialization(guards = "receiver.metatable() == null")
    @Nullable Object integer(LuaTable receiver, long key, long value) {
        receiver.put(key, value);
        return null;
    }

    @Specialization(guards = "receiver.metatable() == null")
    @Nullable Object real(LuaTable receiver, long key, double value) {
        receiver.put(key, value);
        return null;
    }

    @Specialization(
            guards = "receiver.metatable() == null",
            replaces = {"integer", "real"})
    @Nullable Object element(LuaTable receiver, long key, Object value) {
        receiver.put(key, value);
        return null;
    }

    @Specialization(guards = "receiver.metatable() == null")
    @Nullable Object field(LuaTable receiver, LuaString key, Object value) {
        receiver.put(key, value);
        return null;
    }

    @Specialization
    @Nullable Object other(Object receiver, Object key, Object value) {
        Indexing.set(receiver, key, value, this);
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
