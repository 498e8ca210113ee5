package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleSafepoint;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Comparison;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaFunction;

/**
 * {@code table.sort}: quicksort with the median of three on a copy of the elements. An order
 * function that contradicts itself gives an error or some order, as in the reference, and never
 * leaves the bounds.
 */
final class TableSort {

    private static final int MAX_ELEMENTS = 1 << 27;

    private final Object[] values;
    private final Object order;
    private int comparisons;

    private TableSort(Object[] values, Object order) {
        this.values = values;
        this.order = order;
    }

    @TruffleBoundary
    static Object sort(Args args) {
        long length = TableLibrary.length(args, 1);
        if (length < 2) {
            return Calls.NO_VALUES;
        }
        if (length >= MAX_ELEMENTS) {
            throw args.error(1, "array too big");
        }
        var order = args.isNoneOrNil(2) ? NIL : args.function(2);
        if (order instanceof LuaFunction function && function.name().equals("coroutine.yield")) {
            throw LuaError.of("attempt to yield across a C-call boundary", null);
        }
        var table = args.get(1);
        var values = new Object[(int) length];
        for (int i = 0; i < values.length; i++) {
            values[i] = TableLibrary.get(table, i + 1L);
        }
        new TableSort(values, order).sort(0, values.length - 1);
        for (int i = 0; i < values.length; i++) {
            TableLibrary.set(table, i + 1L, values[i]);
        }
        return Calls.NO_VALUES;
    }

    private boolean less(Object a, Object b) {
        if ((++comparisons & 0xff) == 0) {
            TruffleSafepoint.poll(null);
        }
        return order == NIL
                ? Comparison.lessThan(a, b, null)
                : Conversions.isTrue(Calls.first(Calls.call(order, a, b)));
    }

    private void sort(int from, int to) {
        int low = from;
        int high = to;
        while (low < high) {
            orderPair(low, high);
            if (high - low == 1) {
                return;
            }
            int middle = (low + high) >>> 1;
            if (less(values[middle], values[low])) {
                swap(middle, low);
            } else if (less(values[high], values[middle])) {
                swap(middle, high);
            }
            if (high - low == 2) {
                return;
            }
            int pivot = partition(low, high, middle);
            if (pivot - low < high - pivot) {
                sort(low, pivot - 1);
                low = pivot + 1;
            } else {
                sort(pivot + 1, high);
                high = pivot - 1;
            }
        }
    }

    private void orderPair(int low, int high) {
        if (less(values[high], values[low])) {
            swap(low, high);
        }
    }

    /** Partitions around the middle element; the bounds already stand on their sides. */
    private int partition(int low, int high, int middle) {
        var pivot = values[middle];
        swap(middle, high - 1);
        int i = low;
        int j = high - 1;
        while (true) {
            while (less(values[++i], pivot)) {
                if (i == high - 1) {
                    throw invalidOrder();
                }
            }
            while (less(pivot, values[--j])) {
                if (j < i) {
                    throw invalidOrder();
                }
            }
            if (j < i) {
                swap(high - 1, i);
                return i;
            }
            swap(i, j);
        }
    }

    private static LuaError invalidOrder() {
        return LuaError.of("invalid order function for sorting", null);
    }

    private void swap(int a, int b) {
        var value = values[a];
        values[a] = values[b];
        values[b] = value;
    }
}
