package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import com.oracle.truffle.api.profiles.BranchProfile;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.Indexing.Described;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Mixed;
import org.jspecify.annotations.Nullable;

/** {@code receiver[key] = value}. */
@SuppressWarnings("ReferenceEquality") // The mark is told apart by identity.
final class SetIndexNode extends StoreNode implements Described, Caller {

    /** Stands for a key that is an integer, given beside it. */
    private static final Object INDEX = new Object();

    @Child private ExpressionNode receiver;
    @Child private ExpressionNode key;
    @CompilationFinal private int keyKinds;
    private final @Nullable String receiverName;

    /** Whether a value did not just replace or follow an element of the array. */
    private final BranchProfile elsewhere = BranchProfile.create();

    private final BranchProfile general = BranchProfile.create();

    SetIndexNode(
            ExpressionNode receiver,
            ExpressionNode key,
            ExpressionNode value,
            @Nullable String receiverName) {
        super(value);
        this.receiver = receiver;
        this.key = key;
        this.receiverName = receiverName;
    }

    @Override
    @Nullable Object execute(VirtualFrame frame) {
        var owner = receiver.execute(frame);
        if (keyKinds != Kinds.INTEGER) {
            storeAny(frame, owner, key.execute(frame));
            return null;
        }
        long index;
        try {
            index = key.executeLong(frame);
        } catch (UnexpectedResultException other) {
            see(other.getResult());
            store(frame, owner, other.getResult(), 0);
            return null;
        }
        store(frame, owner, INDEX, index);
        return null;
    }

    private void storeAny(VirtualFrame frame, Object owner, Object any) {
        if (keyKinds == Kinds.NONE) {
            see(any);
            if (any instanceof Long index) {
                store(frame, owner, INDEX, index);
                return;
            }
        }
        store(frame, owner, any, 0);
    }

    private void see(Object any) {
        CompilerDirectives.transferToInterpreterAndInvalidate();
        keyKinds |= Kinds.of(any);
    }

    @Override
    void put(Object owner, Object any, long index, long given) {
        if (any == INDEX && owner instanceof LuaTable table && table.metatable() == null) {
            if (!table.puts(index, given)) {
                elsewhere.enter();
                table.putBoxed(index, given);
            }
            return;
        }
        set(owner, any == INDEX ? (Object) index : any, given);
    }

    @Override
    void put(Object owner, Object any, long index, double given) {
        if (any == INDEX && owner instanceof LuaTable table && table.metatable() == null) {
            if (!table.puts(index, given)) {
                elsewhere.enter();
                table.putBoxed(index, Mixed.box(given));
            }
            return;
        }
        set(owner, any == INDEX ? (Object) index : any, Mixed.box(given));
    }

    @Override
    void put(Object owner, Object any, long index, Object given) {
        if (any == INDEX && owner instanceof LuaTable table && table.metatable() == null) {
            if (!table.puts(index, given)) {
                elsewhere.enter();
                table.putBoxed(index, given);
            }
            return;
        }
        set(owner, any == INDEX ? (Object) index : any, given);
    }

    private void set(Object owner, Object any, Object given) {
        general.enter();
        if (any instanceof Long integer
                && owner instanceof LuaTable table
                && table.metatable() == null) {
            table.put(integer.longValue(), given);
        } else {
            setSlow(owner, any, given);
        }
    }

    @TruffleBoundary
    private void setSlow(Object owner, Object any, Object given) {
        Indexing.set(owner, any, given, this);
    }

    @Override
    public String calleeName() {
        return "metamethod 'newindex'";
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
