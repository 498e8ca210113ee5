package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.dsl.NodeChild;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.Indexing.Described;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import org.jspecify.annotations.Nullable;

/** {@code receiver[key]}. */
@NodeChild(value = "receiver", type = ExpressionNode.class)
@NodeChild(value = "key", type = ExpressionNode.class)
abstract class IndexNode extends ExpressionNode implements Described, Caller {

    private @Nullable String receiverName;

    final void describe(@Nullable String receiver) {
        receiverName = receiver;
    }

    @Specialization
    Object element(LuaTable receiver, long key) {
        var value = receiver.get(key);
        return value != NIL || receiver.metatable() == null
                ? value
                : Indexing.get(receiver, key, this);
    }

    @Specialization
    Object field(LuaTable receiver, LuaString key) {
        var value = receiver.get(key);
        return value != NIL || receiver.metatable() == null
                ? value
                : Indexing.get(receiver, key, this);
    }

    @Specialization
    Object other(Object receiver, Object key) {
        return Indexing.get(receiver, key, this);
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
