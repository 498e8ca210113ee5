package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.NodeChild;
import com.oracle.truffle.api.dsl.NodeField;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.Indexing.Described;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import org.jspecify.annotations.Nullable;

/**
 * {@code receiver.key}, also for globals and methods. Tables that were filled alike keep a key in
 * the same slot, so the node remembers slots and only checks that the key is there.
 */
@NodeChild(value = "receiver", type = ExpressionNode.class)
@NodeField(name = "key", type = LuaString.class)
abstract class FieldReadNode extends ExpressionNode implements Described, Caller {

    private @Nullable String receiverName;

    final void describe(@Nullable String receiver) {
        receiverName = receiver;
    }

    abstract LuaString getKey();

    abstract Object executeWith(Object receiver);

    @Specialization(guards = "receiver.hasValueAt(slot, getKey())", limit = "3")
    Object remembered(LuaTable receiver, @Cached("receiver.fieldSlot(getKey())") int slot) {
        return receiver.fieldAt(slot);
    }

    @Specialization(guards = "receiver.metatable() == null")
    Object plain(LuaTable receiver) {
        return receiver.get(getKey());
    }

    /** Follows tables in {@code __index}; anything else is left to the general way. */
    @Specialization(guards = "receiver.metatable() != null")
    Object inherited(LuaTable receiver) {
        var own = receiver.get(getKey());
        var value = own == NIL ? Indexing.inherited(receiver, getKey()) : own;
        return value == null ? Indexing.get(receiver, getKey(), this) : value;
    }

    @Specialization
    Object other(Object receiver) {
        return Indexing.get(receiver, getKey(), this);
    }

    @Override
    public final String calleeName() {
        return "metamethod 'index'";
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
