package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The part of a table for string keys: a value for each key of its {@link Layout}. A field that a
 * number replaces keeps numbers unboxed from then on. Once there are too many keys they move into
 * the hash part for good.
 */
@SuppressWarnings("ReferenceEquality") // Layouts and marks are told apart by identity.
abstract class RecordPart extends ArrayPart {

    private static final Object[] NO_FIELDS = new Object[0];
    private static final int MIN_FIELDS = 4;

    /** Stand in for a value that is in {@link #numbers}. */
    private static final Object INTEGER = new Object();

    private static final Object FLOAT = new Object();

    private Layout layout = Layout.EMPTY;
    private Object[] fields = NO_FIELDS;
    private long @Nullable [] numbers;

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

    /** Takes over the values of all fields of a layout. */
    final void setFields(Layout filled, Object[] values) {
        layout = filled;
        fields = values;
    }

    final void takeFields(RecordPart other) {
        layout = other.layout;
        fields = other.fields;
        numbers = other.numbers;
    }

    final void clearFields() {
        layout = Layout.EMPTY;
        fields = NO_FIELDS;
        numbers = null;
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
        return value == FLOAT || value == INTEGER ? boxed(index) : value;
    }

    private Object boxed(int index) {
        long bits = bits(index);
        return fields[index] == FLOAT ? (Object) Double.longBitsToDouble(bits) : (Object) bits;
    }

    private long bits(int index) {
        var unboxed = numbers;
        return unboxed == null ? 0 : unboxed[index];
    }

    /** The same where an integer is expected. */
    public final long longField(int index) throws UnexpectedResultException {
        var value = fields[index];
        if (value == INTEGER) {
            return bits(index);
        }
        if (value instanceof Long integer) {
            return integer;
        }
        throw new UnexpectedResultException(field(index));
    }

    /** The same where a float is expected. */
    public final double doubleField(int index) throws UnexpectedResultException {
        var value = fields[index];
        if (value == FLOAT) {
            return Double.longBitsToDouble(bits(index));
        }
        if (value instanceof Double number) {
            return number;
        }
        throw new UnexpectedResultException(field(index));
    }

    public final boolean isNil(int index) {
        return fields[index] == NIL;
    }

    public final void setField(int index, Object value) {
        absentMetamethods = 0;
        fields[index] = value;
    }

    public final void setField(int index, double value) {
        absentMetamethods = 0;
        unboxed()[index] = Double.doubleToRawLongBits(value);
        fields[index] = FLOAT;
    }

    public final void setField(int index, long value) {
        absentMetamethods = 0;
        unboxed()[index] = value;
        fields[index] = INTEGER;
    }

    private long[] unboxed() {
        var present = numbers;
        return present == null ? reserveNumbers() : present;
    }

    private long[] reserveNumbers() {
        var made = new long[fields.length];
        numbers = made;
        return made;
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

    private void growFields() {
        int capacity = Math.max(MIN_FIELDS, fields.length * 2);
        fields = Arrays.copyOf(fields, capacity);
        if (numbers != null) {
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
        numbers = null;
    }
}
