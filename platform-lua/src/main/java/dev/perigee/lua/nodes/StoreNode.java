package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import dev.perigee.lua.runtime.Mixed;

/** Puts a value into a table, unboxed while all values so far were numbers. */
abstract class StoreNode extends StatementNode {

    @Child private ExpressionNode value;
    @CompilationFinal private int kinds;

    StoreNode(ExpressionNode value) {
        this.value = value;
    }

    /** The key is the index unless another one is given. */
    abstract void put(Object owner, Object key, long index, long given);

    /** Puts a {@link Mixed} number. */
    abstract void put(Object owner, Object key, long index, double given);

    /** Puts a number that is a float for certain. */
    void putReal(Object owner, Object key, long index, double given) {
        put(owner, key, index, given);
    }

    abstract void put(Object owner, Object key, long index, Object given);

    /** Evaluates the value and puts it there. */
    final void store(VirtualFrame frame, Object owner, Object key, long index) {
        int seen = kinds;
        try {
            if (seen == Kinds.INTEGER) {
                put(owner, key, index, value.executeLong(frame));
                return;
            }
            if (seen == Kinds.FLOAT) {
                putReal(owner, key, index, value.executeDouble(frame));
                return;
            }
            if (seen == Kinds.NUMBER) {
                put(owner, key, index, value.executeNumber(frame));
                return;
            }
        } catch (UnexpectedResultException other) {
            see(other.getResult());
            putSeen(owner, key, index, other.getResult());
            return;
        }
        var any = value.execute(frame);
        if (seen == Kinds.NONE) {
            see(any);
            putSeen(owner, key, index, any);
        } else {
            put(owner, key, index, any);
        }
    }

    /** In the way of the values to come, so that no other one is taken for needed. */
    private void putSeen(Object owner, Object key, long index, Object any) {
        if (kinds == Kinds.INTEGER) {
            put(owner, key, index, (long) any);
        } else if (kinds == Kinds.FLOAT) {
            putReal(owner, key, index, (double) any);
        } else if (kinds == Kinds.NUMBER) {
            put(owner, key, index, Mixed.ofNumber(any));
        } else {
            put(owner, key, index, any);
        }
    }

    private void see(Object any) {
        CompilerDirectives.transferToInterpreterAndInvalidate();
        kinds |= Kinds.of(any);
        if (kinds != Kinds.INTEGER && any instanceof Long integer && !Mixed.fits(integer)) {
            kinds |= Kinds.OTHER;
        }
    }
}
