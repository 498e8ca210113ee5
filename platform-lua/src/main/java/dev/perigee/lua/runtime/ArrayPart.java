package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.Arrays;

/**
 * The part of a table for the keys 1 to n: an array of integers, of {@link Mixed} numbers, or of
 * any values. Those of numbers have no holes; in the other nil fills them. None ends with nil, so
 * its size is a border. All integer keys up to the array's capacity are in it, never in the hash
 * part.
 */
abstract class ArrayPart extends TableInterop {

    static final int MAX_SIZE = 1 << 28;
    private static final Object[] NO_ELEMENTS = new Object[0];
    private static final int MIN_CAPACITY = 4;

    /** A {@code long[]}, {@code double[]} of mixed numbers or {@code Object[]}. */
    Object elements = NO_ELEMENTS;

    int size;
    HashPart hash = HashPart.EMPTY;

    /** Takes over an array of values without nil at its end. */
    final void setElements(Object[] values) {
        int count = values.length;
        while (count > 0 && values[count - 1] == NIL) {
            values[--count] = null;
        }
        elements = values;
        size = count;
        if (count > 0 && values[0] instanceof Number) {
            elements = NumberArrays.unboxed(values, count);
        }
    }

    final void clearElements() {
        elements = NO_ELEMENTS;
        size = 0;
    }

    final boolean isNilElement(int index) {
        return elements instanceof Object[] objects && objects[index] == NIL;
    }

    final Object elementAt(int index) {
        var array = elements;
        if (array instanceof Object[] objects) {
            return objects[index];
        }
        return array instanceof long[] longs
                ? (Object) longs[index]
                : Mixed.box(((double[]) array)[index]);
    }

    public final Object get(long key) {
        long index = key - 1;
        if (index >= 0 && index < size) {
            return elementAt((int) index);
        }
        return hash.isEmpty() ? NIL : getFromHash(key);
    }

    @TruffleBoundary
    private Object getFromHash(long key) {
        return hash.get(key);
    }

    /** Whether there is no such element for want of a hash part. */
    public final boolean isBehindArray(long key) {
        return !isWithin(key) && hash.isEmpty();
    }

    /** One comparison: what is less than 1 becomes very large. */
    public final boolean isWithin(long key) {
        return Long.compareUnsigned(key - 1, size) < 0;
    }

    /** Whether an element is an integer that is kept as such. */
    public final boolean isIntegerAt(long key) {
        return elements instanceof long[] && isWithin(key);
    }

    /** An element that {@link #isIntegerAt} has seen. */
    public final long integerAt(long key) {
        return ((long[]) elements)[(int) (key - 1)];
    }

    /** Whether all elements are kept as {@link Mixed} numbers. */
    public final boolean hasNumberArray() {
        return elements instanceof double[];
    }

    /** Whether an element is kept as a {@link Mixed} number. */
    public final boolean isNumberAt(long key) {
        return hasNumberArray() && isWithin(key);
    }

    /** An element that {@link #isNumberAt} has seen. */
    public final double numberAt(long key) {
        return ((double[]) elements)[(int) (key - 1)];
    }

    /** Puts an integer beside others in the array or behind its end; whether that is all. */
    public final boolean puts(long key, long value) {
        long index = key - 1;
        if (elements instanceof long[] longs) {
            if (isWithin(key)) {
                longs[(int) index] = value;
                return true;
            }
            if (index == size && index < longs.length - 1) {
                longs[size++] = value;
                return true;
            }
        }
        return false;
    }

    /** The same with a {@link Mixed} number. */
    public final boolean puts(long key, double value) {
        long index = key - 1;
        if (elements instanceof double[] doubles) {
            if (isWithin(key)) {
                doubles[(int) index] = value;
                return true;
            }
            if (index == size && index < doubles.length - 1) {
                doubles[size++] = value;
                return true;
            }
        }
        return false;
    }

    /** The same with any value. */
    public final boolean puts(long key, Object value) {
        long index = key - 1;
        if (elements instanceof Object[] objects && index >= 0 && index < objects.length - 1) {
            if (index < size && (value != NIL || index < size - 1)) {
                objects[(int) index] = value;
                return true;
            }
            if (index == size && index > 0 && value != NIL) {
                objects[size++] = value;
                return true;
            }
        }
        return false;
    }

    @TruffleBoundary
    public final void putBoxed(long key, Object value) {
        put(key, value);
    }

    public final void put(long key, Object value) {
        if (puts(key, value)) {
            return;
        }
        long index = key - 1;
        if (elements instanceof Object[] objects && index >= 0 && index < size) {
            objects[(int) index] = value;
            if (value == NIL && index == size - 1) {
                shrink(objects);
            }
        } else {
            putElsewhere(index, value);
        }
    }

    @TruffleBoundary
    private void putElsewhere(long index, Object value) {
        if (index >= 0 && index < size) {
            replaceNumber((int) index, value);
        } else if (index == size && value != NIL) {
            append(value);
        } else if (index > size && index < capacity()) {
            if (value != NIL) {
                putBehindHole((int) index, value);
            }
        } else {
            putHash(index + 1, value);
        }
    }

    /** Whether a key has a place in the array, perhaps behind its end. */
    final boolean isInArray(long key) {
        return key <= capacity();
    }

    abstract void putHash(Object key, Object value);

    private int capacity() {
        var array = elements;
        if (array instanceof Object[] objects) {
            return objects.length;
        }
        return array instanceof long[] longs ? longs.length : ((double[]) array).length;
    }

    /** Replaces an element of an array of numbers. */
    private void replaceNumber(int index, Object value) {
        if (value == NIL && index == size - 1) {
            size--;
        } else if (elements instanceof long[] longs && value instanceof Long integer) {
            longs[index] = integer;
        } else if (NumberArrays.isMixed(value) && mixes()) {
            ((double[]) elements)[index] = Mixed.ofNumber(value);
        } else {
            generalised(capacity())[index] = value;
        }
    }

    /**
     * Makes an array of mixed numbers of one of integers, if it is not one; fails with large ones.
     */
    private boolean mixes() {
        if (!(elements instanceof long[] longs)) {
            return elements instanceof double[];
        }
        for (int i = 0; i < size; i++) {
            if (!Mixed.fits(longs[i])) {
                return false;
            }
        }
        var doubles = new double[longs.length];
        for (int i = 0; i < size; i++) {
            doubles[i] = Mixed.ofLong(longs[i]);
        }
        elements = doubles;
        return true;
    }

    private void shrink(Object[] objects) {
        do {
            objects[--size] = null;
        } while (size > 0 && objects[size - 1] == NIL);
    }

    private void append(Object value) {
        if (size == 0 && !suits(value)) {
            begin(value);
        }
        if (size == capacity()) {
            grow();
        }
        if (elements instanceof long[] longs && value instanceof Long integer) {
            longs[size++] = integer;
        } else if (NumberArrays.isMixed(value) && mixes()) {
            ((double[]) elements)[size++] = Mixed.ofNumber(value);
        } else {
            generalised(capacity())[size++] = value;
        }
        absorb();
    }

    /** Whether an array that has become empty serves on. */
    private boolean suits(Object value) {
        if (value instanceof Long) {
            return elements instanceof long[];
        }
        return value instanceof Double
                ? elements instanceof double[]
                : elements instanceof Object[] objects && objects.length > 0;
    }

    /** Chooses the kind of array by its first element. */
    private void begin(Object value) {
        int before = capacity();
        int capacity = Math.max(MIN_CAPACITY, before);
        elements =
                value instanceof Long
                        ? new long[capacity]
                        : value instanceof Double ? new double[capacity] : new Object[capacity];
        takeFromHash(before, capacity);
    }

    private void grow() {
        int before = capacity();
        if (before > MAX_SIZE) {
            throw LuaError.of("table overflow", null);
        }
        int capacity = Math.max(MIN_CAPACITY, before * 2);
        if (elements instanceof Object[] objects) {
            elements = Arrays.copyOf(objects, capacity);
        } else if (elements instanceof long[] longs) {
            elements = Arrays.copyOf(longs, capacity);
        } else {
            elements = Arrays.copyOf((double[]) elements, capacity);
        }
        takeFromHash(before, capacity);
    }

    /** Moves what belongs into a part of the array out of the hash part. */
    private void takeFromHash(int from, int to) {
        if (hash.isEmpty()) {
            return;
        }
        for (int i = from; i < to; i++) {
            var value = hash.get(i + 1L);
            if (value != NIL) {
                hash.replace(i + 1L, NIL);
                generalised(to)[i] = value;
            }
        }
    }

    /** What was moved in behind the end, or waits there in the hash part, belongs to the array. */
    private void absorb() {
        if (hash.isEmpty()) {
            return;
        }
        skipMoved();
        while (size == capacity() && hash.get(size + 1L) != NIL) {
            grow();
            skipMoved();
        }
    }

    private void skipMoved() {
        if (elements instanceof Object[] objects) {
            int last = objects.length - 1;
            while (last >= size && (objects[last] == null || objects[last] == NIL)) {
                last--;
            }
            fill(objects, last + 1);
        }
    }

    private void putBehindHole(int index, Object value) {
        var objects = generalised(capacity());
        fill(objects, index);
        objects[index] = value;
        size = index + 1;
        absorb();
    }

    /** Makes the array reach up to an index, with nil in the places that are free. */
    private void fill(Object[] objects, int to) {
        for (; size < to; size++) {
            if (objects[size] == null) {
                objects[size] = NIL;
            }
        }
    }

    /** The elements as an array for any values. */
    private Object[] generalised(int capacity) {
        if (elements instanceof Object[] objects) {
            return objects;
        }
        var objects = new Object[capacity];
        for (int i = 0; i < size; i++) {
            objects[i] = elementAt(i);
        }
        elements = objects;
        return objects;
    }

    /**
     * Moves integer keys of a full hash part into the array where they use a third of it or more.
     * Answers whether there is room again.
     */
    final boolean moveToArray() {
        var counts = new int[32];
        hash.countIntegers(counts);
        int used = size;
        int best = 0;
        int bestCount = 0;
        long end = 1;
        for (int power = 0; power < counts.length && end <= MAX_SIZE; power++, end *= 2) {
            used += counts[power];
            if (end > capacity() && used * 3L > end && counts[power] > 0) {
                best = (int) end;
                bestCount = used;
            }
        }
        if (best < MIN_CAPACITY || bestCount == size) {
            return false;
        }
        var objects = Arrays.copyOf(generalised(capacity()), best);
        elements = objects;
        hash.takeIntegers(best, objects);
        skipMoved();
        absorb();
        return true;
    }
}
