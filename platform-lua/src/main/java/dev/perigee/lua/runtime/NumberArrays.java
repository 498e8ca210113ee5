package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;

/** Numbers on their way into arrays without boxes. */
final class NumberArrays {

    private NumberArrays() {}

    /** An array for the same values: of integers or mixed numbers where there is nothing else. */
    @TruffleBoundary
    static Object unboxed(Object[] values, int count) {
        boolean integers = true;
        for (int i = 0; i < count; i++) {
            if (!isMixed(values[i])) {
                return values;
            }
            integers &= values[i] instanceof Long;
        }
        return integers ? integers(values, count) : mixed(values, count);
    }

    private static long[] integers(Object[] values, int count) {
        var longs = new long[values.length];
        for (int i = 0; i < count; i++) {
            longs[i] = (Long) values[i];
        }
        return longs;
    }

    private static double[] mixed(Object[] values, int count) {
        var doubles = new double[values.length];
        for (int i = 0; i < count; i++) {
            doubles[i] = Mixed.ofNumber(values[i]);
        }
        return doubles;
    }

    static boolean isMixed(Object value) {
        return value instanceof Double || (value instanceof Long integer && Mixed.fits(integer));
    }
}
