package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.NodeChild;
import com.oracle.truffle.api.dsl.NodeField;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.Indexing.Described;
import dev.perigee.lua.runtime.Layout;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Metamethod;
import org.jspecify.annotations.Nullable;

/** {@code receiver.key}, also for globals and methods. */
@NodeChild(value = "receiver", type = ExpressionNode.class)
@NodeField(name = "key", type = LuaString.class)
@SuppressWarnings(
        "truffle-sharing") // A table's fields and the string library have caches of their own.
abstract class FieldReadNode extends ExpressionNode implements Described, Caller {

    private @Nullable String receiverName;

    final void describe(@Nullable String receiver) {
        receiverName = receiver;
    }

    abstract LuaString getKey();

    abstract Object executeWith(Object receiver);

    @Specialization(
            guards = {"receiver.layout() == layout", "index >= 0", "!receiver.isNil(index)"},
            rewriteOn = UnexpectedResultException.class,
            limit = "3")
    double real(
            LuaTable receiver,
            @Cached("receiver.layout()") Layout layout,
            @Cached("layout.indexOf(getKey())") int index)
            throws UnexpectedResultException {
        return receiver.doubleField(index);
    }

    @Specialization(
            guards = {"receiver.layout() == layout", "index >= 0", "!receiver.isNil(index)"},
            rewriteOn = UnexpectedResultException.class,
            limit = "3")
    long integer(
            LuaTable receiver,
            @Cached("receiver.layout()") Layout layout,
            @Cached("layout.indexOf(getKey())") int index)
            throws UnexpectedResultException {
        return receiver.longField(index);
    }

    @Specialization(replaces = {"real", "integer"})
    Object table(
            LuaTable receiver,
            @Cached(value = "createRaw()", neverDefault = true) RawFieldNode own,
            @Cached(value = "createInherited()", neverDefault = true)
                    InheritedFieldNode inherited) {
        var value = own.execute(receiver);
        if (value != NIL || receiver.metatable() == null) {
            return value;
        }
        var found = inherited.execute(receiver);
        return found == null ? Indexing.get(receiver, getKey(), this) : found;
    }

    @Specialization
    Object string(
            LuaString receiver,
            @Cached(value = "createRaw()", neverDefault = true) RawFieldNode member) {
        var metatable = LuaContext.get(this).metatables().strings();
        if (metatable != null
                && metatable.get(Metamethod.INDEX.key) instanceof LuaTable library
                && member.execute(library) instanceof LuaFunction function) {
            return function;
        }
        return Indexing.get(receiver, getKey(), this);
    }

    @Specialization(replaces = "string", guards = "!isTable(receiver)")
    Object other(Object receiver) {
        return Indexing.get(receiver, getKey(), this);
    }

    static boolean isTable(Object value) {
        return value instanceof LuaTable;
    }

    final RawFieldNode createRaw() {
        return RawFieldNodeGen.create(getKey());
    }

    final InheritedFieldNode createInherited() {
        return new InheritedFieldNode(getKey(), 0);
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
