package dev.perigee.lua.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import dev.perigee.lua.runtime.Mixed;
import org.jspecify.annotations.Nullable;

/**
 * Writes a local into its slot: as an integer or a float as long as all values of all writes to it
 * are of that type, as a {@link Mixed} number as long as all are numbers, else as an object. All
 * compiled code writes a slot in one way, which is what lets the compiler keep it in a register.
 */
final class LocalWriteNode extends DeclareNode {

    private final int slot;
    private final SlotKind kind;
    @Child private ExpressionNode value;

    LocalWriteNode(ExpressionNode value, int slot, SlotKind kind) {
        this.value = value;
        this.slot = slot;
        this.kind = kind;
    }

    @Override
    @Nullable Object execute(VirtualFrame frame) {
        int kinds = kind.kinds();
        try {
            if (kinds == Kinds.INTEGER) {
                frame.setLong(slot, value.executeLong(frame));
            } else if (kinds == Kinds.FLOAT) {
                frame.setDouble(slot, value.executeDouble(frame));
            } else if (kinds == Kinds.NUMBER) {
                frame.setDouble(slot, value.executeNumber(frame));
            } else {
                executeWith(frame, value.execute(frame));
            }
        } catch (UnexpectedResultException other) {
            widen(frame, other.getResult());
        }
        return null;
    }

    @Override
    @Nullable Object executeWith(VirtualFrame frame, Object given) {
        int kinds = kind.kinds();
        if ((kinds & Kinds.OTHER) != 0) {
            frame.setObject(slot, given);
        } else if (kinds == Kinds.INTEGER && given instanceof Long integer) {
            frame.setLong(slot, integer);
        } else if (kinds == Kinds.FLOAT && given instanceof Double number) {
            frame.setDouble(slot, number);
        } else if (kinds == Kinds.NUMBER) {
            setNumber(frame, given);
        } else {
            widen(frame, given);
        }
        return null;
    }

    private void setNumber(VirtualFrame frame, Object given) {
        if (given instanceof Double number) {
            frame.setDouble(slot, number);
        } else if (given instanceof Long integer && Mixed.fits(integer)) {
            frame.setDouble(slot, Mixed.ofLong(integer));
        } else {
            widen(frame, given);
        }
    }

    private void widen(VirtualFrame frame, Object given) {
        kind.widen(given);
        executeWith(frame, given);
    }
}
