package dev.perigee.lua.nodes;

import com.oracle.truffle.api.dsl.NodeChild;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.runtime.Arithmetic;
import dev.perigee.lua.runtime.Arithmetic.Operands;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.Metamethod;
import org.jspecify.annotations.Nullable;

/** An operation on two values; knows what its operands are called, for error messages. */
@NodeChild(value = "left", type = ExpressionNode.class)
@NodeChild(value = "right", type = ExpressionNode.class)
abstract class BinaryNode extends ExpressionNode implements Operands, Caller {

    private @Nullable String leftName;
    private @Nullable String rightName;
    private @Nullable Metamethod event;

    final void describe(@Nullable String left, @Nullable String right, Metamethod handled) {
        leftName = left;
        rightName = right;
        event = handled;
    }

    @Override
    public final @Nullable String calleeName() {
        return event == null ? null : "metamethod '" + event.event() + "'";
    }

    @Override
    public final Node node() {
        return this;
    }

    final Object slow(Metamethod event, Object left, Object right) {
        return Arithmetic.slow(event, left, right, this);
    }

    @Override
    public final LuaError arithmeticError(Metamethod event, Object left, Object right) {
        if (event == Metamethod.CONCAT) {
            boolean leftFails = Conversions.asString(left) == null;
            return typeError(
                    "concatenate", leftFails ? left : right, leftFails ? leftName : rightName);
        }
        if (Arithmetic.isBitwise(event) && isNumeric(left) && isNumeric(right)) {
            boolean leftIntegral = Conversions.toInteger(left) != null;
            var fractional = leftIntegral ? rightName : leftName;
            return LuaError.of(
                    "number"
                            + (fractional == null ? "" : " (" + fractional + ")")
                            + " has no integer representation",
                    this);
        }
        if (!Arithmetic.isBitwise(event)
                && (left instanceof LuaString || right instanceof LuaString)) {
            return Arithmetic.stringError(event, left, right, this);
        }
        boolean leftFails =
                !((left instanceof LuaString && !Arithmetic.isBitwise(event))
                        ? Conversions.toNumber(left) != null
                        : isNumeric(left));
        var culprit = leftFails ? left : right;
        var name = leftFails ? leftName : rightName;
        return typeError(
                Arithmetic.isBitwise(event)
                        ? "perform bitwise operation on"
                        : "perform arithmetic on",
                culprit,
                name);
    }

    private static boolean isNumeric(Object value) {
        return value instanceof Long || value instanceof Double;
    }

    private LuaError typeError(String what, Object culprit, @Nullable String name) {
        var text = "attempt to " + what + " a " + Conversions.objectTypeName(culprit) + " value";
        return LuaError.of(name == null ? text : text + " (" + name + ")", this);
    }
}
