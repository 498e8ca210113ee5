package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.nodes.UnexpectedResultException;

/**
 * A number of either type in the bits of a float: an integer of up to 50 bits is a NaN that no
 * calculation makes. Where integers and floats meet this saves boxes, and arithmetic on floats
 * alone need only see that its result is no NaN. No value of the program's has such a bit pattern:
 * floats from outside go through {@link #real}.
 */
public final class Mixed {

    private static final long TAG = 0x7FFCL << 48;
    private static final int PAYLOAD = 50;
    private static final int SPARE = Long.SIZE - PAYLOAD;
    private static final int MARK = 0x1FFF;

    private Mixed() {}

    public static boolean fits(long integer) {
        return integer << SPARE >> SPARE == integer;
    }

    /** An integer that {@link #fits}. */
    public static double ofLong(long integer) {
        return Double.longBitsToDouble(TAG | (integer << SPARE >>> SPARE));
    }

    /** Any integer; fails with it when it is too large. */
    public static double of(long integer) throws UnexpectedResultException {
        if (fits(integer)) {
            return ofLong(integer);
        }
        CompilerDirectives.transferToInterpreter();
        throw new UnexpectedResultException(integer);
    }

    /** Any number; fails with anything else. */
    public static double of(Object value) throws UnexpectedResultException {
        if (value instanceof Double number) {
            return number;
        }
        if (value instanceof Long integer && fits(integer)) {
            return ofLong(integer);
        }
        throw new UnexpectedResultException(value);
    }

    /** A float or an integer that {@link #fits}. */
    public static double ofNumber(Object number) {
        return number instanceof Long integer ? ofLong(integer) : (Double) number;
    }

    public static boolean isInteger(double mixed) {
        return Double.isNaN(mixed) && Double.doubleToRawLongBits(mixed) >>> PAYLOAD == MARK;
    }

    /** The integer that {@link #isInteger} has seen. */
    public static long integer(double mixed) {
        return Double.doubleToRawLongBits(mixed) << SPARE >> SPARE;
    }

    /**
     * Its value as a float. Of the bits of the number's absolute value, which are the same where it
     * is an integer: arithmetic comes here when a result is NaN, which is rare, and what the
     * compiler finds there as well as behind a loop it would compute in each round.
     */
    public static double toDouble(double mixed) {
        long bits = Double.doubleToRawLongBits(Math.abs(mixed));
        return bits >>> PAYLOAD == MARK ? (double) (bits << SPARE >> SPARE) : mixed;
    }

    public static Object box(double mixed) {
        return isInteger(mixed) ? (Object) integer(mixed) : (Object) mixed;
    }

    public static long expectLong(double mixed) throws UnexpectedResultException {
        if (isInteger(mixed)) {
            return integer(mixed);
        }
        throw new UnexpectedResultException(mixed);
    }

    public static double expectDouble(double mixed) throws UnexpectedResultException {
        if (isInteger(mixed)) {
            throw new UnexpectedResultException(integer(mixed));
        }
        return mixed;
    }

    /** A float from outside, whatever its bits: there is one NaN inside, with either sign. */
    public static double real(double number) {
        return Double.isNaN(number) ? Double.NaN : number;
    }
}
