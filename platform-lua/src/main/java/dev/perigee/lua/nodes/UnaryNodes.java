package dev.perigee.lua.nodes;

import com.oracle.truffle.api.dsl.NodeChild;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.runtime.Arithmetic;
import dev.perigee.lua.runtime.Arithmetic.Operands;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.Indexing.Described;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Metamethod;
import org.jspecify.annotations.Nullable;

/** The unary operators other than {@code not}. */
final class UnaryNodes {

    private UnaryNodes() {}

    /** An operation on one value. */
    @NodeChild(value = "operand", type = ExpressionNode.class)
    abstract static class UnaryNode extends ExpressionNode implements Operands, Described, Caller {

        private @Nullable String name;
        private @Nullable Metamethod event;

        final void describe(@Nullable String operand, Metamethod handled) {
            name = operand;
            event = handled;
        }

        @Override
        public final @Nullable String calleeName() {
            return event == null ? null : "metamethod '" + event.event() + "'";
        }

        @Override
        public final @Nullable String description() {
            return name;
        }

        @Override
        public final Node node() {
            return this;
        }

        @Override
        public final LuaError arithmeticError(Metamethod event, Object left, Object right) {
            if (event == Metamethod.BNOT && left instanceof Double) {
                return LuaError.of(
                        "number"
                                + (name == null ? "" : " (" + name + ")")
                                + " has no integer representation",
                        this);
            }
            if (event == Metamethod.UNM && left instanceof LuaString) {
                return Arithmetic.stringError(event, left, right, this);
            }
            var what =
                    event == Metamethod.BNOT
                            ? "perform bitwise operation on"
                            : "perform arithmetic on";
            var text = "attempt to " + what + " a " + Conversions.objectTypeName(left) + " value";
            return LuaError.of(name == null ? text : text + " (" + name + ")", this);
        }
    }

    /** {@code -operand}. */
    abstract static class Negate extends UnaryNode {

        @Specialization
        long integer(long operand) {
            return -operand;
        }

        @Specialization
        double number(double operand) {
            return -operand;
        }

        @Specialization
        Object other(Object operand) {
            return Arithmetic.slow(Metamethod.UNM, operand, operand, this);
        }
    }

    /** {@code ~operand}. */
    abstract static class BitNot extends UnaryNode {

        @Specialization
        long integer(long operand) {
            return ~operand;
        }

        @Specialization
        Object other(Object operand) {
            return Arithmetic.slow(Metamethod.BNOT, operand, operand, this);
        }
    }

    /** {@code #operand}. */
    abstract static class Length extends UnaryNode {

        @Specialization
        long string(LuaString operand) {
            return operand.length();
        }

        @Specialization(guards = "operand.metatable() == null")
        long table(LuaTable operand) {
            return operand.length();
        }

        @Specialization
        Object other(Object operand) {
            return Indexing.length(operand, this);
        }
    }
}
