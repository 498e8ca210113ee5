package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic and bitwise operations (sections 3.4.1 and 3.4.2) beyond what the nodes do themselves:
 * mixed types, strings that denote numbers, metamethods, errors.
 */
public final class Arithmetic {

    private Arithmetic() {}

    /** An operation that is not of two integers or two floats. */
    @TruffleBoundary
    public static Object slow(Metamethod event, Object left, Object right, Operands operands) {
        var a = left instanceof LuaString ? Conversions.toNumber(left) : left;
        var b = right instanceof LuaString ? Conversions.toNumber(right) : right;
        if (a != null
                && b != null
                && isNumber(a)
                && isNumber(b)
                && !(isBitwise(event) && hasFraction(a, b))) {
            return isBitwise(event) ? bitwise(event, a, b) : compute(event, a, b, operands);
        }
        var handler = Metatables.binary(left, right, event);
        if (handler != NIL) {
            return Calls.first(Calls.handler(operands.node(), handler, left, right));
        }
        throw operands.arithmeticError(event, left, right);
    }

    /** What the reference's string library says of an operand that is not a number. */
    @TruffleBoundary
    public static LuaError stringError(Metamethod event, Object left, Object right, Node location) {
        var operands =
                "a '%s' with a '%s'"
                        .formatted(Conversions.typeName(left), Conversions.typeName(right));
        return LuaError.of("attempt to " + event.event() + " " + operands, location);
    }

    /** A handler's operands as error messages see them. */
    public interface Operands {
        LuaError arithmeticError(Metamethod event, Object left, Object right);

        Node node();
    }

    private static boolean isNumber(@Nullable Object value) {
        return value instanceof Long || value instanceof Double;
    }

    public static boolean isBitwise(Metamethod event) {
        return switch (event) {
            case BAND, BOR, BXOR, SHL, SHR, BNOT -> true;
            default -> false;
        };
    }

    private static boolean hasFraction(Object a, Object b) {
        return Conversions.toInteger(a) == null || Conversions.toInteger(b) == null;
    }

    private static Object bitwise(Metamethod event, Object left, Object right) {
        long a = Objects.requireNonNull(Conversions.toInteger(left));
        long b = Objects.requireNonNull(Conversions.toInteger(right));
        return switch (event) {
            case BAND -> a & b;
            case BOR -> a | b;
            case BXOR -> a ^ b;
            case SHL -> shiftLeft(a, b);
            case SHR -> shiftLeft(a, b == Long.MIN_VALUE ? Long.MAX_VALUE : -b);
            default -> ~a;
        };
    }

    public static long shiftLeft(long value, long by) {
        if (by <= -64 || by >= 64) {
            return 0;
        }
        return by >= 0 ? value << by : value >>> -by;
    }

    private static Object compute(Metamethod event, Object left, Object right, Operands operands) {
        if (left instanceof Long a
                && right instanceof Long b
                && event != Metamethod.DIV
                && event != Metamethod.POW) {
            return switch (event) {
                case ADD -> a + b;
                case SUB -> a - b;
                case MUL -> a * b;
                case IDIV -> floorDivide(a, b, operands.node());
                case MOD -> modulo(a, b, operands.node());
                default -> -a;
            };
        }
        double a = ((Number) left).doubleValue();
        double b = ((Number) right).doubleValue();
        return switch (event) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case IDIV -> Math.floor(a / b);
            case MOD -> modulo(a, b);
            case POW -> power(a, b);
            default -> -a;
        };
    }

    public static long floorDivide(long a, long b, @Nullable Node location) {
        if (b == 0) {
            throw LuaError.of("attempt to divide by zero", location);
        }
        return Math.floorDiv(a, b);
    }

    public static long modulo(long a, long b, @Nullable Node location) {
        if (b == 0) {
            throw LuaError.of("attempt to perform 'n%0'", location);
        }
        return Math.floorMod(a, b);
    }

    public static double modulo(double a, double b) {
        double remainder = a % b;
        return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
    }

    public static double power(double base, double exponent) {
        if (exponent == 2) {
            return base * base;
        }
        // C's pow, unlike Java's, has 1 for a base of 1 whatever the exponent, and for -1 with an
        // infinite one.
        if (base == 1 || (base == -1 && Double.isInfinite(exponent))) {
            return 1;
        }
        return pow(base, exponent);
    }

    @TruffleBoundary
    private static double pow(double base, double exponent) {
        return Math.pow(base, exponent);
    }
}
