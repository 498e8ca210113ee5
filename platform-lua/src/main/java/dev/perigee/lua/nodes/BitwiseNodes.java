package dev.perigee.lua.nodes;

import com.oracle.truffle.api.dsl.Specialization;
import dev.perigee.lua.runtime.Arithmetic;
import dev.perigee.lua.runtime.Metamethod;

/** The bitwise operators (section 3.4.2). */
final class BitwiseNodes {

    private BitwiseNodes() {}

    /** {@code left & right}. */
    abstract static class And extends BinaryNode {

        @Specialization
        long integers(long left, long right) {
            return left & right;
        }

        @Specialization
        Object others(Object left, Object right) {
            return slow(Metamethod.BAND, left, right);
        }
    }

    /** {@code left | right}. */
    abstract static class Or extends BinaryNode {

        @Specialization
        long integers(long left, long right) {
            return left | right;
        }

        @Specialization
        Object others(Object left, Object right) {
            return slow(Metamethod.BOR, left, right);
        }
    }

    /** {@code left ~ right}. */
    abstract static class Xor extends BinaryNode {

        @Specialization
        long integers(long left, long right) {
            return left ^ right;
        }

        @Specialization
        Object others(Object left, Object right) {
            return slow(Metamethod.BXOR, left, right);
        }
    }

    /** {@code left << right}. */
    abstract static class ShiftLeft extends BinaryNode {

        @Specialization
        long integers(long left, long right) {
            return Arithmetic.shiftLeft(left, right);
        }

        @Specialization
        Object others(Object left, Object right) {
            return slow(Metamethod.SHL, left, right);
        }
    }

    /** {@code left >> right}. */
    abstract static class ShiftRight extends BinaryNode {

        @Specialization
        long integers(long left, long right) {
            return right == Long.MIN_VALUE ? 0 : Arithmetic.shiftLeft(left, -right);
        }

        @Specialization
        Object others(Object left, Object right) {
            return slow(Metamethod.SHR, left, right);
        }
    }
}
