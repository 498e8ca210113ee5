package dev.perigee.lua.nodes;

import com.oracle.truffle.api.dsl.Specialization;
import dev.perigee.lua.runtime.Comparison;
import dev.perigee.lua.runtime.LuaString;

/**
 * The comparison operators (section 3.4.4). The reference defines {@code a > b} as {@code b < a}.
 */
final class ComparisonNodes {

    private ComparisonNodes() {}

    /** {@code left == right}. */
    abstract static class Equal extends BinaryNode {

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
    abstract static class Less extends BinaryNode {

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
    abstract static class LessOrEqual extends BinaryNode {

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
    abstract static class Greater extends BinaryNode {

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
    abstract static class GreaterOrEqual extends BinaryNode {

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
