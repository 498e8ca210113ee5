package dev.perigee.lua.nodes;

import static com.oracle.truffle.api.CompilerDirectives.LIKELY_PROBABILITY;
import static com.oracle.truffle.api.CompilerDirectives.injectBranchProbability;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import dev.perigee.lua.runtime.Metamethod;
import dev.perigee.lua.runtime.Mixed;

/**
 * An arithmetic operator. It remembers which types its operands have had: while one is always an
 * integer or always a float it is asked for just that; one that has been both comes as a {@link
 * Mixed} number. Only once an operand was something else do both come as objects.
 */
abstract class ArithmeticNode extends BinaryNode {

    @Child private ExpressionNode left;
    @Child private ExpressionNode right;
    @CompilationFinal private int leftKinds;
    @CompilationFinal private int rightKinds;
    private final Metamethod event;

    ArithmeticNode(ExpressionNode left, ExpressionNode right, Metamethod event) {
        this.left = left;
        this.right = right;
        this.event = event;
    }

    /** Whether two integers give an integer. */
    boolean keepsIntegers() {
        return true;
    }

    abstract long apply(long a, long b);

    /**
     * The operation on floats. It may be given integers as the NaN of {@link Mixed}: a result that
     * is no NaN must be right whatever number stands in that place, as the power of 1 is.
     */
    abstract double apply(double a, double b);

    private boolean onIntegers() {
        return leftKinds == Kinds.INTEGER && rightKinds == Kinds.INTEGER && keepsIntegers();
    }

    private boolean onNumbers() {
        return ((leftKinds | rightKinds) & Kinds.OTHER) == 0
                && leftKinds != Kinds.NONE
                && rightKinds != Kinds.NONE;
    }

    /** Whether the result is a float also when one operand is an integer. */
    private boolean givesFloat() {
        return onNumbers()
                && (!keepsIntegers() || leftKinds == Kinds.FLOAT || rightKinds == Kinds.FLOAT);
    }

    @Override
    Object execute(VirtualFrame frame) {
        try {
            if (onIntegers()) {
                return executeLong(frame);
            }
            if (givesFloat()) {
                return executeDouble(frame);
            }
            if (onNumbers()) {
                return Mixed.box(mixed(frame));
            }
        } catch (UnexpectedResultException other) {
            return other.getResult();
        }
        return executeObjects(frame);
    }

    private Object executeObjects(VirtualFrame frame) {
        var a = left.execute(frame);
        var b = right.execute(frame);
        if (((leftKinds | rightKinds) & Kinds.OTHER) == 0) {
            see(a, b);
        }
        return compute(a, b);
    }

    @Override
    long executeLong(VirtualFrame frame) throws UnexpectedResultException {
        if (!onIntegers()) {
            return super.executeLong(frame);
        }
        long a;
        try {
            a = left.executeLong(frame);
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return expectLong(other.getResult(), right.execute(frame));
        }
        long b;
        try {
            b = right.executeLong(frame);
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return expectLong(a, other.getResult());
        }
        return apply(a, b);
    }

    private long expectLong(Object a, Object b) throws UnexpectedResultException {
        var result = respecialise(a, b);
        if (result instanceof Long integer) {
            return integer;
        }
        throw new UnexpectedResultException(result);
    }

    @Override
    double executeDouble(VirtualFrame frame) throws UnexpectedResultException {
        if (!givesFloat()) {
            return onNumbers() && !onIntegers()
                    ? Mixed.expectDouble(mixed(frame))
                    : super.executeDouble(frame);
        }
        if (leftKinds == Kinds.INTEGER) {
            return integerFirst(frame);
        }
        double a;
        try {
            a = leftKinds == Kinds.FLOAT ? left.executeDouble(frame) : left.executeNumber(frame);
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return expectDouble(other.getResult(), right.execute(frame));
        }
        return rightKinds == Kinds.INTEGER ? integerSecond(frame, a) : floatSecond(frame, a);
    }

    private double integerFirst(VirtualFrame frame) throws UnexpectedResultException {
        long a;
        try {
            a = left.executeLong(frame);
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return expectDouble(other.getResult(), right.execute(frame));
        }
        try {
            return rightKinds == Kinds.INTEGER
                    ? apply((double) a, (double) right.executeLong(frame))
                    : floats((double) a, second(frame));
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return expectDouble(a, other.getResult());
        }
    }

    private double integerSecond(VirtualFrame frame, double a) throws UnexpectedResultException {
        long b;
        try {
            b = right.executeLong(frame);
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return expectDouble(Mixed.box(a), other.getResult());
        }
        return floats(a, (double) b);
    }

    private double floatSecond(VirtualFrame frame, double a) throws UnexpectedResultException {
        double b;
        try {
            b = second(frame);
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return expectDouble(Mixed.box(a), other.getResult());
        }
        return floats(a, b);
    }

    private double second(VirtualFrame frame) throws UnexpectedResultException {
        return rightKinds == Kinds.FLOAT ? right.executeDouble(frame) : right.executeNumber(frame);
    }

    /** The operation on mixed numbers whose result is a float. */
    private double floats(double a, double b) {
        double result = apply(a, b);
        return injectBranchProbability(LIKELY_PROBABILITY, !Double.isNaN(result))
                ? result
                : again(a, b);
    }

    @TruffleBoundary
    private double again(double a, double b) {
        return apply(Mixed.toDouble(a), Mixed.toDouble(b));
    }

    private double expectDouble(Object a, Object b) throws UnexpectedResultException {
        var result = respecialise(a, b);
        if (result instanceof Double number) {
            return number;
        }
        throw new UnexpectedResultException(result);
    }

    @Override
    double executeNumber(VirtualFrame frame) throws UnexpectedResultException {
        if (onIntegers()) {
            return Mixed.of(executeLong(frame));
        }
        if (givesFloat()) {
            return executeDouble(frame);
        }
        return onNumbers() ? mixed(frame) : super.executeNumber(frame);
    }

    private double mixed(VirtualFrame frame) throws UnexpectedResultException {
        double a;
        try {
            a = left.executeNumber(frame);
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return expectNumber(other.getResult(), right.execute(frame));
        }
        double b;
        try {
            b = right.executeNumber(frame);
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return expectNumber(Mixed.box(a), other.getResult());
        }
        double result = apply(a, b);
        if (injectBranchProbability(LIKELY_PROBABILITY, !Double.isNaN(result))) {
            return result;
        }
        return Mixed.isInteger(a) && Mixed.isInteger(b)
                ? integers(Mixed.integer(a), Mixed.integer(b))
                : again(a, b);
    }

    private double integers(long a, long b) throws UnexpectedResultException {
        long result = apply(a, b);
        if (!Mixed.fits(result)) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            leftKinds |= Kinds.OTHER;
        }
        return Mixed.of(result);
    }

    private double expectNumber(Object a, Object b) throws UnexpectedResultException {
        return Mixed.of(respecialise(a, b));
    }

    /** Notes the types of operands that were not as expected, and computes the result. */
    private Object respecialise(Object a, Object b) {
        see(a, b);
        return compute(a, b);
    }

    private void see(Object a, Object b) {
        int first = leftKinds | Kinds.of(a);
        int second = rightKinds | Kinds.of(b);
        if (tooLarge(a, first, second) || tooLarge(b, second, first)) {
            first |= Kinds.OTHER;
        }
        if (first != leftKinds || second != rightKinds) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            leftKinds = first;
            rightKinds = second;
        }
    }

    /** An integer that has no place in a mixed number, where it has to be one. */
    private static boolean tooLarge(Object value, int kinds, int otherKinds) {
        return value instanceof Long integer
                && !Mixed.fits(integer)
                && (kinds == Kinds.NUMBER || otherKinds == Kinds.NUMBER);
    }

    private Object compute(Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y && keepsIntegers()) {
            return apply(x.longValue(), y.longValue());
        }
        if (a instanceof Double x && b instanceof Double y) {
            return apply(x.doubleValue(), y.doubleValue());
        }
        return slow(event, a, b);
    }
}
