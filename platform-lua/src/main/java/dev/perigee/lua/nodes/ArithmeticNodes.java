package dev.perigee.lua.nodes;

import com.oracle.truffle.api.dsl.Specialization;
import dev.perigee.lua.runtime.Arithmetic;
import dev.perigee.lua.runtime.Metamethod;

/** The arithmetic operators (section 3.4.1). */
final class ArithmeticNodes {

    private ArithmeticNodes() {}

    /** {@code left + right}. */
    abstract static class Add extends BinaryNode {

        @Specialization
        long integers(long left, long right) {
            return left + right;
        }

        @Specialization
        double floats(double left, double right) {
            return left + right;
        }

        @Specialization
        double mixed(long left, double right) {
            return left + right;
        }

        @Specialization
        double mixed(double left, long right) {
            return left + right;
        }

        @Specialization
        Object others(Object left, Object right) {
            return slow(Metamethod.ADD, left, right);
        }
    }

    /** {@code left - right}. */
    abstract static class Subtract extends BinaryNode {

        @Specialization
        long integers(long left, long right) {
            return left - right;
        }

        @Specialization
        double floats(double left, double right) {
            return left - right;
        }

        @Specialization
        double mixed(long left, double right) {
            return left - right;
        }

        @Specialization
        double mixed(double left, long right) {
            return left - right;
        }

        @Specialization
        Object others(Object left, Object right) {
            return slow(Metamethod.SUB, left, right);
        }
    }

    /** {@code left * right}. */
    abstract static class Multiply extends BinaryNode {

        @Specialization
        long integers(long left, long right) {
            return left * right;
        }

        @Specialization
        double floats(double left, double right) {
            return left * right;
        }

        @Specialization
        double mixed(long left, double right) {
            return left * right;
        }

        @Specialization
        double mixed(double left, long right) {
            return left * right;
        }

        @Specialization
        Object others(Object left, Object right) {
            return slow(Metamethod.MUL, left, right);
        }
    }

    /** {@code left / right}. */
    abstract static class Divide extends BinaryNode {

        @Specialization
        double integers(long left, long right) {
            return (double) left / (double) right;
        }

        @Specialization
        double floats(double left, double right) {
            return left / right;
        }

        @Specialization
        double mixed(long left, double right) {
            return left / right;
        }

        @Specialization
        double mixed(double left, long right) {
            return left / right;
        }

        @Specialization
        Object others(Object left, Object right) {
            return slow(Metamethod.DIV, left, right);
        }
    }

    /** {@code left // right}. */
    abstract static class FloorDivide extends BinaryNode {

        @Specialization
        long integers(long left, long right) {
            return Arithmetic.floorDivide(left, right, this);
        }

        @Specialization
        double floats(double left, double right) {
            return Math.floor(left / right);
        }

        @Specialization
        double mixed(long left, double right) {
            return Math.floor(left / right);
        }

        @Specialization
        double mixed(double left, long right) {
            return Math.floor(left / right);
        }

        @Specialization
        Object others(Object left, Object right) {
            return slow(Metamethod.IDIV, left, right);
        }
    }

    /** {@code left % right}. */
    abstract static class Modulo extends BinaryNode {

        @Specialization
        long integers(long left, long right) {
            return Arithmetic.modulo(left, right, this);
        }

        @Specialization
        double floats(double left, double right) {
            return Arithmetic.modulo(left, right);
        }

        @Specialization
        double mixed(long left, double right) {
            return Arithmetic.modulo((double) left, right);
        }

        @Specialization
        double mixed(double left, long right) {
            return Arithmetic.modulo(left, (double) right);
        }

        @Specialization
        Object others(Object left, Object right) {
            return slow(Metamethod.MOD, left, right);
        }
    }

    /** {@code left ^ right}. */
    abstract static class Power extends BinaryNode {

        @Specialization
        double integers(long left, long right) {
            return Arithmetic.power((double) left, (double) right);
        }

        @Specialization
        double floats(double left, double right) {
            return Arithmetic.power(left, right);
        }

        @Specialization
        double mixed(long left, double right) {
            return Arithmetic.power((double) left, right);
        }

        @Specialization
        double mixed(double left, long right) {
            return Arithmetic.power(left, (double) right);
        }

        @Specialization
        Object others(Object left, Object right) {
            return slow(Metamethod.POW, left, right);
        }
    }
}
