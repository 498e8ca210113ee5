package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.Arrays;

/**
 * The part of a table for string keys: a value for each key of its {@link Layout}. A field that a
 * number replaces keeps numbers unboxed from then on. Once there are too many keys they move into
 * the hash part for good.
 */
@SuppressWarnings("ReferenceEquality") // Layouts and marks are told apart by identity.
abstract class RecordPart extends ArrayPart {

    private static final Object[] NO_FIELDS = new Object[0];
    public static final double[] NO_NUMBERS = new double[0];
    private static final int MIN_FIELDS = 4;

    /** Stands in for an integer that is in {@link #numbers}. */
    public static final Object INTEGER = new Object();

    /** The same for a float. */
    public static final Object FLOAT = new Object();

    private Layout layout = Layout.EMPTY;
    private Object[] fields = NO_FIELDS;

    /** Floats, and integers as {@link #ofInteger}. */
    private double[] numbers = NO_NUMBERS;

    /** Bit per {@link Metamethod} that this table, used as a metatable, is known not to have. */
    int absentMetamethods;

    public final Layout layout() {
        return layout;
    }

    /** Has room for so many fields; for more than a layout holds, in the hash part. */
    final void reserveFields(int count) {
        if (count > Layout.MAX_FIELDS) {
            layout = Layout.DICTIONARY;
            hash = HashPart.withCapacity(count);
        } else if (count > 0) {
            fields = new Object[count];
        }
    }

    /** Takes over the values of all fields of a layout, and the numbers that marks stand for. */
    final void setFields(Layout filled, Object[] values, double[] unboxed) {
        layout = filled;
        fields = values;
        numbers = unboxed;
    }

    final void takeFields(RecordPart other) {
        layout = other.layout;
        fields = other.fields;
        numbers = other.numbers;
    }

    final void clearFields() {
        layout = Layout.EMPTY;
        fields = NO_FIELDS;
        numbers = NO_NUMBERS;
    }

    final boolean isDictionary() {
        return layout.isDictionary();
    }

    final int fieldCount() {
        return layout.count();
    }

    /** The value of a field by its index in the layout. */
    public final Object field(int index) {
        var value = fields[index];
        return isMark(value) ? boxed(index) : value;
    }

    /** Whether it stands for a number that is kept as such. */
    public static boolean isMark(Object value) {
        return value == FLOAT || value == INTEGER;
    }

    private Object boxed(int index) {
        return fields[index] == FLOAT ? (Object) real(index) : (Object) integer(index);
    }

    /** The float with the bits of an integer. */
    public static double ofInteger(long value) {
        return Double.longBitsToDouble(value);
    }

    /** What stands for the value of a field; its value where that is not kept unboxed. */
    public final Object raw(int index) {
        return fields[index];
    }

    public final boolean isInteger(int index) {
        return fields[index] == INTEGER;
    }

    /** The value of a field that {@link #isInteger} has seen. */
    public final long integer(int index) {
        return Double.doubleToRawLongBits(numbers[index]);
    }

    public final boolean isFloat(int index) {
        return fields[index] == FLOAT;
    }

    /** The value of a field that {@link #isFloat} has seen. */
    public final double real(int index) {
        return numbers[index];
    }

    public final boolean isNil(int index) {
        return fields[index] == NIL;
    }

    public final void setField(int index, Object value) {
        fields[index] = value;
    }

    /** Sets a field to a {@link Mixed} number; needs {@link #hasNumbers}. */
    public final void setField(int index, double value) {
        if (Mixed.isInteger(value)) {
            setField(index, Mixed.integer(value));
            return;
        }
        numbers[index] = value;
        fields[index] = FLOAT;
    }

    /** Needs {@link #hasNumbers}. */
    public final void setField(int index, long value) {
        numbers[index] = ofInteger(value);
        fields[index] = INTEGER;
    }

    /** Whether there is room for numbers that are kept as such. */
    public final boolean hasNumbers() {
        return numbers.length > 0;
    }

    @TruffleBoundary
    public final void reserveNumbers() {
        numbers = new double[fields.length];
    }

    /** Sets a field that {@link #isFloat} has seen. */
    public final void setReal(int index, double value) {
        numbers[index] = value;
    }

    /** Sets a field that {@link #isInteger} has seen. */
    public final void setInteger(int index, long value) {
        numbers[index] = ofInteger(value);
    }

    /** To be called before a field with the name of a metamethod changes. */
    public final void forgetAbsentMetamethods() {
        absentMetamethods = 0;
    }

    /** Adds a field: the layout is the table's own with one more key. */
    public final void addField(Layout next, Object value) {
        int index = layout.count();
        if (index == fields.length) {
            growFields();
        }
        absentMetamethods = 0;
        fields[index] = value;
        layout = next;
    }

    @TruffleBoundary
    private void growFields() {
        int capacity = Math.max(MIN_FIELDS, fields.length * 2);
        fields = Arrays.copyOf(fields, capacity);
        if (numbers.length > 0) {
            numbers = Arrays.copyOf(numbers, capacity);
        }
    }

    public final Object get(LuaString key) {
        if (layout == Layout.DICTIONARY) {
            return hash.get(key);
        }
        int index = layout.indexOf(key);
        return index < 0 ? NIL : field(index);
    }

    /** {@link #put(LuaString, Object)} for a key that stands in the source. */
    public final void putNamed(LuaString key, Object value) {
        var next = layout.indexOf(key) < 0 && value != NIL ? layout.with(key) : null;
        if (next == null) {
            put(key, value);
        } else {
            addField(next, value);
        }
    }

    public final void put(LuaString key, Object value) {
        absentMetamethods = 0;
        if (layout == Layout.DICTIONARY) {
            putHash(key, value);
            return;
        }
        int index = layout.indexOf(key);
        if (index >= 0) {
            fields[index] = value;
        } else if (value != NIL) {
            addComputed(key, value);
        }
    }

    @TruffleBoundary
    private void addComputed(LuaString key, Object value) {
        var next = layout.withComputed(key);
        if (next != null) {
            addField(next, value);
            return;
        }
        moveToHash();
        putHash(key, value);
    }

    private void moveToHash() {
        var former = layout;
        hash = hash.grownBy(former.count() + 1);
        for (int i = 0; i < former.count(); i++) {
            if (fields[i] != NIL) {
                hash.put(former.keyAt(i), field(i));
            }
        }
        layout = Layout.DICTIONARY;
        fields = NO_FIELDS;
        numbers = NO_NUMBERS;
    }
}
