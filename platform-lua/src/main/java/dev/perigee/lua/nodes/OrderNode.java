package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import dev.perigee.lua.runtime.Mixed;

/**
 * A comparison. It remembers the types of its operands as {@link ArithmeticNode} does; its value is
 * always a boolean.
 */
abstract class OrderNode extends BinaryNode {

    @Child private ExpressionNode left;
    @Child private ExpressionNode right;
    @CompilationFinal private int leftKinds;
    @CompilationFinal private int rightKinds;

    OrderNode(ExpressionNode left, ExpressionNode right) {
        this.left = left;
        this.right = right;
    }

    abstract boolean compare(long a, long b);

    /** False for NaN. */
    abstract boolean compare(double a, double b);

    abstract boolean compare(Object a, Object b);

    @Override
    final Object execute(VirtualFrame frame) {
        return executeBoolean(frame);
    }

    @Override
    final boolean test(VirtualFrame frame) {
        return executeBoolean(frame);
    }

    @Override
    final boolean executeBoolean(VirtualFrame frame) {
        int kinds = leftKinds | rightKinds;
        if (kinds == Kinds.INTEGER) {
            return integers(frame);
        }
        boolean onNumbers = (kinds & Kinds.OTHER) == 0 && kinds != Kinds.NONE;
        return onNumbers ? numbers(frame) : objects(frame);
    }

    private boolean integers(VirtualFrame frame) {
        long a;
        try {
            a = left.executeLong(frame);
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return respecialise(other.getResult(), right.execute(frame));
        }
        long b;
        try {
            b = right.executeLong(frame);
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return respecialise(a, other.getResult());
        }
        return compare(a, b);
    }

    private boolean numbers(VirtualFrame frame) {
        double a;
        try {
            a = number(frame, left, leftKinds);
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return respecialise(other.getResult(), right.execute(frame));
        }
        double b;
        try {
            b = number(frame, right, rightKinds);
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return respecialise(Mixed.box(a), other.getResult());
        }
        // An integer in a mixed number has a float of its own, so that the comparison is exact.
        return compare(a, b)
                || ((Double.isNaN(a) || Double.isNaN(b))
                        && compare(Mixed.toDouble(a), Mixed.toDouble(b)));
    }

    private static double number(VirtualFrame frame, ExpressionNode node, int kinds)
            throws UnexpectedResultException {
        return kinds == Kinds.FLOAT ? node.executeDouble(frame) : node.executeNumber(frame);
    }

    private boolean objects(VirtualFrame frame) {
        var a = left.execute(frame);
        var b = right.execute(frame);
        if (((leftKinds | rightKinds) & Kinds.OTHER) == 0) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return respecialise(a, b);
        }
        if (a instanceof Long x && b instanceof Long y) {
            return compare(x.longValue(), y.longValue());
        }
        return compare(a, b);
    }

    private boolean respecialise(Object a, Object b) {
        leftKinds |= Kinds.of(a);
        rightKinds |= Kinds.of(b);
        if (isLarge(a) || isLarge(b)) {
            leftKinds |= (leftKinds | rightKinds) == Kinds.INTEGER ? Kinds.NONE : Kinds.OTHER;
        }
        return compare(a, b);
    }

    private static boolean isLarge(Object value) {
        return value instanceof Long integer && !Mixed.fits(integer);
    }
}
