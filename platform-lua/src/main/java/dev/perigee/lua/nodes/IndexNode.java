package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.dsl.NodeChild;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
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

    @Specialization(rewriteOn = UnexpectedResultException.class)
    long integer(LuaTable receiver, long key) throws UnexpectedResultException {
        try {
            return receiver.getLong(key);
        } catch (UnexpectedResultException other) {
            throw completed(receiver, key, other);
        }
    }

    @Specialization(rewriteOn = UnexpectedResultException.class)
    double real(LuaTable receiver, long key) throws UnexpectedResultException {
        try {
            return receiver.getDouble(key);
        } catch (UnexpectedResultException other) {
            throw completed(receiver, key, other);
        }
    }

    private UnexpectedResultException completed(
            LuaTable receiver, long key, UnexpectedResultException raw) {
        return raw.getResult() != NIL || receiver.metatable() == null
                ? raw
                : new UnexpectedResultException(Indexing.get(receiver, key, this));
    }

    @Specialization(replaces = {"integer", "real"})
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
