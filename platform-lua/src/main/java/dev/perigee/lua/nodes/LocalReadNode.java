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
    private final SlotKind kind;
    @CompilationFinal private int seen;
    private final NumberBox box = new NumberBox();

    LocalReadNode(int slot, SlotKind kind) {
        this.slot = slot;
        this.kind = kind;
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
            double number = frame.getDouble(slot);
            return kind.isUnmixed() ? (Object) number : box.of(number);
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
        if (!holds(frame, Kinds.FLOAT)) {
            return super.executeDouble(frame);
        }
        double number = frame.getDouble(slot);
        return kind.isUnmixed() ? number : Mixed.expectDouble(number);
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
