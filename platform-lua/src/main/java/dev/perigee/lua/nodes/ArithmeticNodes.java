package dev.perigee.lua.nodes;

import dev.perigee.lua.runtime.Arithmetic;
import dev.perigee.lua.runtime.Metamethod;

/** The arithmetic operators (section 3.4.1). */
final class ArithmeticNodes {

    private ArithmeticNodes() {}

    /** {@code left + right}. */
    static final class Add extends ArithmeticNode {
        Add(ExpressionNode left, ExpressionNode right) {
            super(left, right, Metamethod.ADD);
        }

        @Override
        long apply(long a, long b) {
            return a + b;
        }

        @Override
        double apply(double a, double b) {
            return a + b;
        }
    }

    /** {@code left - right}. */
    static final class Subtract extends ArithmeticNode {
        Subtract(ExpressionNode left, ExpressionNode right) {
            super(left, right, Metamethod.SUB);
        }

        @Override
        long apply(long a, long b) {
            return a - b;
        }

        @Override
        double apply(double a, double b) {
            return a - b;
        }
    }

    /** {@code left * right}. */
    static final class Multiply extends ArithmeticNode {
        Multiply(ExpressionNode left, ExpressionNode right) {
            super(left, right, Metamethod.MUL);
        }

        @Override
        long apply(long a, long b) {
            return a * b;
        }

        @Override
        double apply(double a, double b) {
            return a * b;
        }
    }

    /** {@code left / right}. */
    static final class Divide extends ArithmeticNode {
        Divide(ExpressionNode left, ExpressionNode right) {
            super(left, right, Metamethod.DIV);
        }

        @Override
        boolean keepsIntegers() {
            return false;
        }

        @Override
        long apply(long a, long b) {
            throw new UnsupportedOperationException("a division of integers gives a float");
        }

        @Override
        double apply(double a, double b) {
            return a / b;
        }
    }

    /** {@code left // right}. */
    static final class FloorDivide extends ArithmeticNode {
        FloorDivide(ExpressionNode left, ExpressionNode right) {
            super(left, right, Metamethod.IDIV);
        }

        @Override
        long apply(long a, long b) {
            return Arithmetic.floorDivide(a, b, this);
        }

        @Override
        double apply(double a, double b) {
            return Math.floor(a / b);
        }
    }

    /** {@code left % right}. */
    static final class Modulo extends ArithmeticNode {
        Modulo(ExpressionNode left, ExpressionNode right) {
            super(left, right, Metamethod.MOD);
        }

        @Override
        long apply(long a, long b) {
            return Arithmetic.modulo(a, b, this);
        }

        @Override
        double apply(double a, double b) {
            return Arithmetic.modulo(a, b);
        }
    }

    /** {@code left ^ right}. */
    static final class Power extends ArithmeticNode {
        Power(ExpressionNode left, ExpressionNode right) {
            super(left, right, Metamethod.POW);
        }

        @Override
        boolean keepsIntegers() {
            return false;
        }

        @Override
        long apply(long a, long b) {
            throw new UnsupportedOperationException("a power of integers is a float");
        }

        @Override
        double apply(double a, double b) {
            return Arithmetic.power(a, b);
        }
    }
}
