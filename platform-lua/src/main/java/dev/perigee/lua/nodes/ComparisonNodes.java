package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.runtime.Comparison;
import dev.perigee.lua.runtime.LuaString;

/**
 * The comparison operators (section 3.4.4). The reference defines {@code a > b} as {@code b < a}.
 */
final class ComparisonNodes {

    private ComparisonNodes() {}

    /** {@code left == right}. */
    @SuppressWarnings("ReferenceEquality") // Identity is the fast path.
    static final class Equal extends OrderNode {
        Equal(ExpressionNode left, ExpressionNode right) {
            super(left, right);
        }

        @Override
        boolean compare(long a, long b) {
            return a == b;
        }

        @Override
        boolean compare(double a, double b) {
            return a == b;
        }

        @Override
        boolean compare(Object a, Object b) {
            if (a instanceof LuaString x && b instanceof LuaString y) {
                return x.isSame(y);
            }
            if (a == b) {
                return !(a instanceof Double number) || !number.isNaN();
            }
            return a != NIL && b != NIL && others(a, b);
        }

        @TruffleBoundary
        private boolean others(Object a, Object b) {
            return Comparison.equals(a, b, this);
        }
    }

    /** {@code left < right}. */
    static final class Less extends OrderNode {
        Less(ExpressionNode left, ExpressionNode right) {
            super(left, right);
        }

        @Override
        boolean compare(long a, long b) {
            return a < b;
        }

        @Override
        boolean compare(double a, double b) {
            return a < b;
        }

        @Override
        boolean compare(Object a, Object b) {
            return Comparison.lessThan(a, b, this);
        }
    }

    /** {@code left <= right}. */
    static final class LessOrEqual extends OrderNode {
        LessOrEqual(ExpressionNode left, ExpressionNode right) {
            super(left, right);
        }

        @Override
        boolean compare(long a, long b) {
            return a <= b;
        }

        @Override
        boolean compare(double a, double b) {
            return a <= b;
        }

        @Override
        boolean compare(Object a, Object b) {
            return Comparison.lessOrEqual(a, b, this);
        }
    }

    /** {@code left > right}. */
    static final class Greater extends OrderNode {
        Greater(ExpressionNode left, ExpressionNode right) {
            super(left, right);
        }

        @Override
        boolean compare(long a, long b) {
            return a > b;
        }

        @Override
        boolean compare(double a, double b) {
            return a > b;
        }

        @Override
        boolean compare(Object a, Object b) {
            return Comparison.lessThan(b, a, this);
        }
    }

    /** {@code left >= right}. */
    static final class GreaterOrEqual extends OrderNode {
        GreaterOrEqual(ExpressionNode left, ExpressionNode right) {
            super(left, right);
        }

        @Override
        boolean compare(long a, long b) {
            return a >= b;
        }

        @Override
        boolean compare(double a, double b) {
            return a >= b;
        }

        @Override
        boolean compare(Object a, Object b) {
            return Comparison.lessOrEqual(b, a, this);
        }
    }
}
