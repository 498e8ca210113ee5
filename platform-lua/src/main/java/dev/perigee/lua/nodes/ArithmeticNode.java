package dev.perigee.lua.nodes;

import static com.oracle.truffle.api.CompilerDirectives.LIKELY_PROBABILITY;
import static com.oracle.truffle.api.CompilerDirectives.injectBranchProbability;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
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

    private static final int RIGHT = 3;
    private static final int ANY = (1 << RIGHT) - 1;

    @Child private ExpressionNode left;
    @Child private ExpressionNode right;

    /**
     * The kinds of the left operand, and shifted those of the right one. Threads that run the same
     * code in other contexts may add to them at any time, so an execution reads them once.
     */
    @CompilationFinal private int seen;

    /** Whether a mixed result has been NaN. */
    @CompilationFinal private boolean nan;

    private final NumberBox box = new NumberBox();
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

    private static int left(int kinds) {
        return kinds & ANY;
    }

    private static int right(int kinds) {
        return kinds >>> RIGHT;
    }

    private static boolean hasOther(int kinds) {
        return ((left(kinds) | right(kinds)) & Kinds.OTHER) != 0;
    }

    private boolean onIntegers(int kinds) {
        return left(kinds) == Kinds.INTEGER && right(kinds) == Kinds.INTEGER && keepsIntegers();
    }

    private static boolean onNumbers(int kinds) {
        return !hasOther(kinds) && left(kinds) != Kinds.NONE && right(kinds) != Kinds.NONE;
    }

    /** Whether the result is a float also when one operand is an integer. */
    private boolean givesFloat(int kinds) {
        return onNumbers(kinds)
                && (!keepsIntegers() || left(kinds) == Kinds.FLOAT || right(kinds) == Kinds.FLOAT);
    }

    @Override
    Object execute(VirtualFrame frame) {
        int kinds = seen;
        try {
            if (onIntegers(kinds)) {
                return integers(frame);
            }
            if (givesFloat(kinds)) {
                return floats(frame, kinds);
            }
            if (onNumbers(kinds)) {
                return box.of(mixed(frame));
            }
        } catch (UnexpectedResultException other) {
            return other.getResult();
        }
        return executeObjects(frame, kinds);
    }

    private Object executeObjects(VirtualFrame frame, int kinds) {
        var a = left.execute(frame);
        var b = right.execute(frame);
        if (!hasOther(kinds)) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            see(a, b);
        }
        return compute(a, b);
    }

    @Override
    long executeLong(VirtualFrame frame) throws UnexpectedResultException {
        return onIntegers(seen) ? integers(frame) : super.executeLong(frame);
    }

    private long integers(VirtualFrame frame) throws UnexpectedResultException {
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
        int kinds = seen;
        if (givesFloat(kinds)) {
            return floats(frame, kinds);
        }
        return onNumbers(kinds) && !onIntegers(kinds)
                ? Mixed.expectDouble(mixed(frame))
                : super.executeDouble(frame);
    }

    private double floats(VirtualFrame frame, int kinds) throws UnexpectedResultException {
        if (left(kinds) == Kinds.INTEGER) {
            return integerFirst(frame, kinds);
        }
        double a;
        try {
            a = left(kinds) == Kinds.FLOAT ? left.executeDouble(frame) : left.executeNumber(frame);
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return expectDouble(other.getResult(), right.execute(frame));
        }
        return right(kinds) == Kinds.INTEGER
                ? integerSecond(frame, a, kinds)
                : floatSecond(frame, a, kinds);
    }

    private double integerFirst(VirtualFrame frame, int kinds) throws UnexpectedResultException {
        long a;
        try {
            a = left.executeLong(frame);
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return expectDouble(other.getResult(), right.execute(frame));
        }
        try {
            return right(kinds) == Kinds.INTEGER
                    ? apply((double) a, (double) right.executeLong(frame))
                    : applyMixed((double) a, second(frame, kinds), kinds);
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return expectDouble(a, other.getResult());
        }
    }

    private double integerSecond(VirtualFrame frame, double a, int kinds)
            throws UnexpectedResultException {
        long b;
        try {
            b = right.executeLong(frame);
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return expectDouble(Mixed.box(a), other.getResult());
        }
        return applyMixed(a, (double) b, kinds);
    }

    private double floatSecond(VirtualFrame frame, double a, int kinds)
            throws UnexpectedResultException {
        double b;
        try {
            b = second(frame, kinds);
        } catch (UnexpectedResultException other) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            return expectDouble(Mixed.box(a), other.getResult());
        }
        return applyMixed(a, b, kinds);
    }

    private double second(VirtualFrame frame, int kinds) throws UnexpectedResultException {
        return right(kinds) == Kinds.FLOAT
                ? right.executeDouble(frame)
                : right.executeNumber(frame);
    }

    /** The operation on mixed numbers whose result is a float. */
    private double applyMixed(double a, double b, int kinds) {
        double result = apply(a, b);
        if (left(kinds) != Kinds.NUMBER && right(kinds) != Kinds.NUMBER) {
            return result;
        }
        return injectBranchProbability(LIKELY_PROBABILITY, !Double.isNaN(result))
                ? result
                : again(a, b);
    }

    /** No call, which would make the compiler keep all numbers in memory around it. */
    private double again(double a, double b) {
        if (!nan) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            nan = true;
        }
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
        int kinds = seen;
        if (onIntegers(kinds)) {
            return Mixed.of(integers(frame));
        }
        if (givesFloat(kinds)) {
            return floats(frame, kinds);
        }
        return onNumbers(kinds) ? mixed(frame) : super.executeNumber(frame);
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
                ? applyIntegers(Mixed.integer(a), Mixed.integer(b))
                : again(a, b);
    }

    private double applyIntegers(long a, long b) throws UnexpectedResultException {
        long result = apply(a, b);
        if (!Mixed.fits(result)) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            widen(Kinds.OTHER, Kinds.NONE);
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
        int first = left(seen) | Kinds.of(a);
        int second = right(seen) | Kinds.of(b);
        boolean large = tooLarge(a, first, second) || tooLarge(b, second, first);
        widen(large ? first | Kinds.OTHER : first, second);
    }

    private void widen(int first, int second) {
        var lock = getLock();
        lock.lock();
        try {
            seen |= first | second << RIGHT;
        } finally {
            lock.unlock();
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
