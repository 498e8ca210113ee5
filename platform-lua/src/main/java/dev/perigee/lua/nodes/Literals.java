package dev.perigee.lua.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import dev.perigee.lua.runtime.Mixed;
import dev.perigee.lua.runtime.Nil;

/** Constants. */
final class Literals {

    private Literals() {}

    /** Any constant without a representation of its own. */
    static final class Constant extends ExpressionNode {
        private final Object value;

        Constant(Object value) {
            this.value = value;
        }

        static Constant nil() {
            return new Constant(Nil.NIL);
        }

        Object value() {
            return value;
        }

        @Override
        Object execute(VirtualFrame frame) {
            return value;
        }
    }

    /** An integer. */
    static final class LongConstant extends ExpressionNode {
        private final long value;

        LongConstant(long value) {
            this.value = value;
        }

        long value() {
            return value;
        }

        @Override
        Object execute(VirtualFrame frame) {
            return value;
        }

        @Override
        long executeLong(VirtualFrame frame) {
            return value;
        }

        @Override
        double executeNumber(VirtualFrame frame) throws UnexpectedResultException {
            return Mixed.of(value);
        }
    }

    /** A float. */
    static final class DoubleConstant extends ExpressionNode {
        private final double value;

        DoubleConstant(double value) {
            this.value = value;
        }

        @Override
        Object execute(VirtualFrame frame) {
            return value;
        }

        @Override
        double executeDouble(VirtualFrame frame) {
            return value;
        }

        @Override
        double executeNumber(VirtualFrame frame) {
            return value;
        }
    }

    /** True or false. */
    static final class BooleanConstant extends ExpressionNode {
        private final boolean value;

        BooleanConstant(boolean value) {
            this.value = value;
        }

        @Override
        Object execute(VirtualFrame frame) {
            return value;
        }

        @Override
        boolean executeBoolean(VirtualFrame frame) throws UnexpectedResultException {
            return value;
        }
    }
}
