package dev.perigee.lua.nodes;

import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.frame.VirtualFrame;
import dev.perigee.lua.runtime.Comparison;
import dev.perigee.lua.runtime.LuaString;

/**
 * The comparison operators (section 3.4.4). The reference defines {@code a > b} as {@code b < a}.
 */
final class ComparisonNodes {

    private ComparisonNodes() {}

    /** A node whose value is always a boolean. */
    abstract static class ComparisonNode extends BinaryNode {

        @Override
        abstract boolean executeBoolean(VirtualFrame frame);

        @Override
        final boolean test(VirtualFrame frame) {
            return executeBoolean(frame);
        }
    }

    /** {@code left == right}. */
    abstract static class Equal extends ComparisonNode {

        @Specialization
        boolean integers(long left, long right) {
            return left == right;
        }

        @Specialization
        boolean floats(double left, double right) {
            return left == right;
        }

        @Specialization
        boolean strings(LuaString left, LuaString right) {
            return left.equals(right);
        }

        @Specialization
        boolean others(Object left, Object right) {
            return Comparison.equals(left, right, this);
        }
    }

    /** {@code left < right}. */
    abstract static class Less extends ComparisonNode {

        @Specialization
        boolean integers(long left, long right) {
            return left < right;
        }

        @Specialization
        boolean floats(double left, double right) {
            return left < right;
        }

        @Specialization
        boolean others(Object left, Object right) {
            return Comparison.lessThan(left, right, this);
        }
    }

    /** {@code left <= right}. */
    abstract static class LessOrEqual extends ComparisonNode {

        @Specialization
        boolean integers(long left, long right) {
            return left <= right;
        }

        @Specialization
        boolean floats(double left, double right) {
            return left <= right;
        }

        @Specialization
        boolean others(Object left, Object right) {
            return Comparison.lessOrEqual(left, right, this);
        }
    }

    /** {@code left > right}. */
    abstract static class Greater extends ComparisonNode {

        @Specialization
        boolean integers(long left, long right) {
            return left > right;
        }

        @Specialization
        boolean floats(double left, double right) {
            return left > right;
        }

        @Specialization
        boolean others(Object left, Object right) {
            return Comparison.lessThan(right, left, this);
        }
    }

    /** {@code left >= right}. */
    abstract static class GreaterOrEqual extends ComparisonNode {

        @Specialization
        boolean integers(long left, long right) {
            return left >= right;
        }

        @Specialization
        boolean floats(double left, double right) {
            return left >= right;
        }

        @Specialization
        boolean others(Object left, Object right) {
            return Comparison.lessOrEqual(right, left, this);
        }
    }
}
