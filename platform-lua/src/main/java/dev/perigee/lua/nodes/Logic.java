package dev.perigee.lua.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import com.oracle.truffle.api.profiles.CountingConditionProfile;
import dev.perigee.lua.runtime.Conversions;

/** The logical operators (section 3.4.5) and parentheses. */
final class Logic {

    private Logic() {}

    /** {@code left and right}. */
    static final class And extends ExpressionNode {
        @Child private ExpressionNode left;
        @Child private ExpressionNode right;
        private final CountingConditionProfile profile = CountingConditionProfile.create();

        And(ExpressionNode left, ExpressionNode right) {
            this.left = left;
            this.right = right;
        }

        @Override
        Object execute(VirtualFrame frame) {
            var value = left.execute(frame);
            return profile.profile(Conversions.isTrue(value)) ? right.execute(frame) : value;
        }

        @Override
        boolean test(VirtualFrame frame) {
            return profile.profile(left.test(frame)) && right.test(frame);
        }
    }

    /** {@code left or right}. */
    static final class Or extends ExpressionNode {
        @Child private ExpressionNode left;
        @Child private ExpressionNode right;
        private final CountingConditionProfile profile = CountingConditionProfile.create();

        Or(ExpressionNode left, ExpressionNode right) {
            this.left = left;
            this.right = right;
        }

        @Override
        Object execute(VirtualFrame frame) {
            var value = left.execute(frame);
            return profile.profile(Conversions.isTrue(value)) ? value : right.execute(frame);
        }

        @Override
        boolean test(VirtualFrame frame) {
            return profile.profile(left.test(frame)) || right.test(frame);
        }
    }

    /** {@code not operand}. */
    static final class Not extends ExpressionNode {
        @Child private ExpressionNode operand;

        Not(ExpressionNode operand) {
            this.operand = operand;
        }

        @Override
        Object execute(VirtualFrame frame) {
            return executeBoolean(frame);
        }

        @Override
        boolean executeBoolean(VirtualFrame frame) {
            return !operand.test(frame);
        }

        @Override
        boolean test(VirtualFrame frame) {
            return !operand.test(frame);
        }
    }

    /** {@code (inner)}: one value, whatever is inside. */
    static final class Single extends ExpressionNode {
        @Child private ExpressionNode inner;

        Single(ExpressionNode inner) {
            this.inner = inner;
        }

        @Override
        Object execute(VirtualFrame frame) {
            return inner.execute(frame);
        }

        @Override
        long executeLong(VirtualFrame frame) throws UnexpectedResultException {
            return inner.executeLong(frame);
        }

        @Override
        double executeDouble(VirtualFrame frame) throws UnexpectedResultException {
            return inner.executeDouble(frame);
        }

        @Override
        double executeNumber(VirtualFrame frame) throws UnexpectedResultException {
            return inner.executeNumber(frame);
        }

        @Override
        boolean test(VirtualFrame frame) {
            return inner.test(frame);
        }
    }
}
