package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import dev.perigee.lua.runtime.Mixed;

/**
 * Reads a local from its slot; what is a float there may be a {@link Mixed} number. Compiled code
 * has only the ways of reading that were needed so far.
 */
final class LocalReadNode extends ExpressionNode {

    private final int slot;
    @CompilationFinal private int seen;

    LocalReadNode(int slot) {
        this.slot = slot;
    }

    private boolean holds(VirtualFrame frame, int kind) {
        return (seen & kind) != 0
                && switch (kind) {
                    case Kinds.INTEGER -> frame.isLong(slot);
                    case Kinds.FLOAT -> frame.isDouble(slot);
                    default -> frame.isObject(slot);
                };
    }

    private void learn(VirtualFrame frame) {
        CompilerDirectives.transferToInterpreterAndInvalidate();
        if (frame.isLong(slot)) {
            seen |= Kinds.INTEGER;
        } else {
            seen |= frame.isDouble(slot) ? Kinds.FLOAT : Kinds.OTHER;
        }
    }

    @Override
    Object execute(VirtualFrame frame) {
        if (holds(frame, Kinds.OTHER)) {
            return frame.getObject(slot);
        }
        if (holds(frame, Kinds.INTEGER)) {
            return frame.getLong(slot);
        }
        if (holds(frame, Kinds.FLOAT)) {
            return Mixed.box(frame.getDouble(slot));
        }
        learn(frame);
        return execute(frame);
    }

    @Override
    long executeLong(VirtualFrame frame) throws UnexpectedResultException {
        if (holds(frame, Kinds.INTEGER)) {
            return frame.getLong(slot);
        }
        if (holds(frame, Kinds.FLOAT)) {
            return Mixed.expectLong(frame.getDouble(slot));
        }
        return super.executeLong(frame);
    }

    @Override
    double executeDouble(VirtualFrame frame) throws UnexpectedResultException {
        return holds(frame, Kinds.FLOAT)
                ? Mixed.expectDouble(frame.getDouble(slot))
                : super.executeDouble(frame);
    }

    @Override
    double executeNumber(VirtualFrame frame) throws UnexpectedResultException {
        if (holds(frame, Kinds.FLOAT)) {
            return frame.getDouble(slot);
        }
        return holds(frame, Kinds.INTEGER)
                ? Mixed.of(frame.getLong(slot))
                : super.executeNumber(frame);
    }
}
