package dev.perigee.lua.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import dev.perigee.lua.runtime.Conversions;

/** A node that brings a value. */
abstract class ExpressionNode extends LuaNode {

    /** Its one value. */
    abstract Object execute(VirtualFrame frame);

    /** All its values: one value as it is, any other number as an {@code Object[]}. */
    Object executeMultiple(VirtualFrame frame) {
        return execute(frame);
    }

    long executeLong(VirtualFrame frame) throws UnexpectedResultException {
        var value = execute(frame);
        if (value instanceof Long number) {
            return number;
        }
        throw new UnexpectedResultException(value);
    }

    double executeDouble(VirtualFrame frame) throws UnexpectedResultException {
        var value = execute(frame);
        if (value instanceof Double number) {
            return number;
        }
        throw new UnexpectedResultException(value);
    }

    boolean executeBoolean(VirtualFrame frame) throws UnexpectedResultException {
        var value = execute(frame);
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw new UnexpectedResultException(value);
    }

    /** Its truth, for conditions. */
    boolean test(VirtualFrame frame) {
        return Conversions.isTrue(execute(frame));
    }
}
