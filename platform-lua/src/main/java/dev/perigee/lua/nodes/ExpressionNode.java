package dev.perigee.lua.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.GenerateWrapper;
import com.oracle.truffle.api.instrumentation.ProbeNode;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import dev.perigee.lua.parser.Statement.Jump;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.Mixed;
import dev.perigee.lua.runtime.TailCall;
import dev.perigee.lua.runtime.ValueList;
import org.jspecify.annotations.Nullable;

/** A node that brings a value. */
@GenerateWrapper
abstract class ExpressionNode extends LuaNode {

    @Override
    public WrapperNode createWrapper(ProbeNode probe) {
        return new ExpressionNodeWrapper(this, probe);
    }

    /** What tools see: several values as a list, and nothing of calls that are still to be made. */
    @GenerateWrapper.OutgoingConverter
    static @Nullable Object shown(@Nullable Object value) {
        if (value instanceof Object[] values) {
            return new ValueList(values);
        }
        if (value instanceof Double number) {
            return Mixed.box(number);
        }
        return value == null || value instanceof TailCall || value instanceof Jump ? null : value;
    }

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

    /** A number of either type as a {@link Mixed} one; large integers are unexpected, too. */
    double executeNumber(VirtualFrame frame) throws UnexpectedResultException {
        return Mixed.of(execute(frame));
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
