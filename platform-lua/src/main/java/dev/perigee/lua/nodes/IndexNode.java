package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.Indexing.Described;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Mixed;
import org.jspecify.annotations.Nullable;

/** {@code receiver[key]}. */
final class IndexNode extends ExpressionNode implements Described, Caller {

    @Child private ExpressionNode receiver;
    @Child private ExpressionNode key;
    @CompilationFinal private int keyKinds;

    /** Whether a number has come from elsewhere than an array of numbers. */
    @CompilationFinal private boolean general;

    /** Whether a value has come from elsewhere than an array of objects. */
    @CompilationFinal private boolean elsewhere;

    private final @Nullable String receiverName;

    IndexNode(ExpressionNode receiver, ExpressionNode key, @Nullable String receiverName) {
        this.receiver = receiver;
        this.key = key;
        this.receiverName = receiverName;
    }

    @Override
    Object execute(VirtualFrame frame) {
        var owner = receiver.execute(frame);
        if (keyKinds != Kinds.INTEGER) {
            return get(owner, anyKey(frame));
        }
        long index;
        try {
            index = key.executeLong(frame);
        } catch (UnexpectedResultException other) {
            return getUnexpected(owner, other);
        }
        return get(owner, index);
    }

    private Object anyKey(VirtualFrame frame) {
        var any = key.execute(frame);
        if (keyKinds == Kinds.NONE) {
            see(any);
        }
        return any;
    }

    private void see(Object any) {
        CompilerDirectives.transferToInterpreterAndInvalidate();
        keyKinds |= Kinds.of(any);
    }

    private Object getUnexpected(Object owner, UnexpectedResultException other) {
        see(other.getResult());
        return get(owner, other.getResult());
    }

    @Override
    long executeLong(VirtualFrame frame) throws UnexpectedResultException {
        if (keyKinds != Kinds.INTEGER) {
            return super.executeLong(frame);
        }
        var owner = receiver.execute(frame);
        long index;
        try {
            index = key.executeLong(frame);
        } catch (UnexpectedResultException other) {
            return expectLong(getUnexpected(owner, other));
        }
        if (owner instanceof LuaTable table && table.isIntegerAt(index)) {
            return table.integerAt(index);
        }
        return expectLong(getGeneral(owner, index));
    }

    /** Where a number is expected but is not in an array of them. */
    private Object getGeneral(Object owner, long index) {
        if (!general) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            var found = get(owner, index);
            general = found instanceof Number;
            return found;
        }
        return get(owner, index);
    }

    private static long expectLong(Object value) throws UnexpectedResultException {
        if (value instanceof Long integer) {
            return integer;
        }
        throw new UnexpectedResultException(value);
    }

    @Override
    double executeDouble(VirtualFrame frame) throws UnexpectedResultException {
        if (keyKinds != Kinds.INTEGER) {
            return super.executeDouble(frame);
        }
        return Mixed.expectDouble(executeNumber(frame));
    }

    @Override
    double executeNumber(VirtualFrame frame) throws UnexpectedResultException {
        if (keyKinds != Kinds.INTEGER) {
            return super.executeNumber(frame);
        }
        var owner = receiver.execute(frame);
        long index;
        try {
            index = key.executeLong(frame);
        } catch (UnexpectedResultException other) {
            return Mixed.of(getUnexpected(owner, other));
        }
        if (owner instanceof LuaTable table) {
            if (table.isNumberAt(index)) {
                return table.numberAt(index);
            }
            if (table.isIntegerAt(index)) {
                return Mixed.of(table.integerAt(index));
            }
        }
        return Mixed.of(getGeneral(owner, index));
    }

    private Object get(Object owner, long index) {
        if (owner instanceof LuaTable table) {
            var value =
                    !elsewhere && table.isObjectAt(index)
                            ? table.objectAt(index)
                            : getElsewhere(table, index);
            if (value != NIL || table.metatable() == null) {
                return value;
            }
        }
        return getSlow(owner, index);
    }

    private Object getElsewhere(LuaTable table, long index) {
        if (!elsewhere) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            elsewhere = true;
        }
        return table.get(index);
    }

    @TruffleBoundary
    private Object getSlow(Object owner, long index) {
        return Indexing.get(owner, index, this);
    }

    private Object get(Object owner, Object any) {
        if (owner instanceof LuaTable table) {
            var value = any instanceof Long index ? table.get(index.longValue()) : find(table, any);
            if (value != NIL || table.metatable() == null) {
                return value;
            }
        }
        return Indexing.get(owner, any, this);
    }

    @TruffleBoundary
    private static Object find(LuaTable table, Object any) {
        return any instanceof LuaString name ? table.get(name) : table.get(any);
    }

    @Override
    public String calleeName() {
        return "metamethod 'index'";
    }

    @Override
    public @Nullable String description() {
        return receiverName;
    }

    @Override
    public Node node() {
        return this;
    }
}
