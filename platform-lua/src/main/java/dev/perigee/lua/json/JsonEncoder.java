package dev.perigee.lua.json;

import static dev.perigee.lua.runtime.Nil.NIL;

import dev.perigee.lua.runtime.ByteBuilder;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;

/**
 * Writes Lua values as JSON. A table is an array when all its keys are positive integers without
 * large gaps, or when it is empty and marked as an array; else an object. Integral floats are
 * written without a fraction.
 */
public final class JsonEncoder {

    private static final int MAX_DEPTH = 1000;
    private static final int SPARSE_SAFE = 10;
    private static final int SPARSE_RATIO = 2;
    private static final double EXACT = 0x1p53;
    private static final byte[] HEX =
            "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] FALSE =
            "false".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final ByteBuilder result = new ByteBuilder(64);
    private final LuaTable emptyArray;
    private final LuaTable array;
    private int depth;

    /**
     * @param emptyArray the metatable of tables that are arrays when they are empty
     * @param array the metatable of tables that are arrays always
     */
    public JsonEncoder(LuaTable emptyArray, LuaTable array) {
        this.emptyArray = emptyArray;
        this.array = array;
    }

    /**
     * @throws LuaError when a value has no JSON form
     */
    public LuaString encode(Object value) {
        write(value);
        return result.toLuaString();
    }

    private void write(Object value) {
        switch (value) {
            case LuaString string -> writeString(string.bytes());
            case Long integer -> writeInteger(integer);
            case Double number -> writeReal(number);
            case Boolean bool -> result.append(bool ? TRUE : FALSE);
            case LuaTable table -> writeTable(table);
            case JsonNull marker when marker == JsonNull.EMPTY_ARRAY ->
                    result.append('[').append(']');
            default -> writeOther(value);
        }
    }

    private void writeOther(Object value) {
        if (value != NIL && value != JsonNull.NULL) {
            throw LuaError.of(
                    "Cannot serialise " + Conversions.typeName(value) + ": type not supported",
                    null);
        }
        result.append(NULL);
    }

    private void writeInteger(long value) {
        if (value >= 0 && value < 10) {
            result.append('0' + (int) value);
        } else {
            result.append(Long.toString(value));
        }
    }

    private void writeReal(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw LuaError.of("Cannot serialise number: must not be NaN or Infinity", null);
        }
        if (value == Math.rint(value) && Math.abs(value) <= EXACT) {
            result.append(value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value));
        } else {
            result.append(Double.toString(value).replace(".0E", "E").replace('E', 'e'));
        }
    }

    private void writeString(byte[] bytes) {
        result.append('"');
        int plainFrom = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '"' || b == '\\' || (b >= 0 && b < ' ') || b == 127) {
                result.append(bytes, plainFrom, i);
                plainFrom = i + 1;
                escape(b);
            }
        }
        result.append(bytes, plainFrom, bytes.length).append('"');
    }

    private void escape(byte b) {
        result.append('\\');
        switch (b) {
            case '"', '\\' -> result.append(b);
            case '\b' -> result.append('b');
            case '\f' -> result.append('f');
            case '\n' -> result.append('n');
            case '\r' -> result.append('r');
            case '\t' -> result.append('t');
            default -> result.append("u00").append(HEX[b >> 4]).append(HEX[b & 15]);
        }
    }

    private void writeTable(LuaTable table) {
        if (++depth > MAX_DEPTH) {
            throw LuaError.of("Cannot serialise, excessive depth (" + depth + ")", null);
        }
        long length = arrayLength(table);
        if (length > 0 || (length == 0 && isMarkedArray(table))) {
            writeArray(table, length);
        } else {
            writeObject(table);
        }
        depth--;
    }

    private boolean isMarkedArray(LuaTable table) {
        var metatable = table.metatable();
        return metatable != null && (metatable == emptyArray || metatable == array);
    }

    /**
     * The largest key when all keys are positive integers, 0 for an empty table, -1 for an object.
     */
    private long arrayLength(LuaTable table) {
        if (table.isSequence()) {
            return table.length();
        }
        long largest = 0;
        long count = 0;
        for (int position = table.nextEntry(LuaTable.START);
                position >= 0;
                position = table.nextEntry(position + 1)) {
            if (!(table.keyAt(position) instanceof Long key) || key < 1) {
                return -1;
            }
            largest = Math.max(largest, key);
            count++;
        }
        if (largest > SPARSE_SAFE && largest > count * SPARSE_RATIO) {
            throw LuaError.of("Cannot serialise table: excessively sparse array", null);
        }
        return largest;
    }

    private void writeArray(LuaTable table, long length) {
        result.append('[');
        for (long i = 1; i <= length; i++) {
            if (i > 1) {
                result.append(',');
            }
            write(table.get(i));
        }
        result.append(']');
    }

    private void writeObject(LuaTable table) {
        result.append('{');
        boolean first = true;
        for (int position = table.nextEntry(LuaTable.START);
                position >= 0;
                position = table.nextEntry(position + 1)) {
            if (!first) {
                result.append(',');
            }
            first = false;
            writeKey(table.keyAt(position));
            result.append(':');
            write(table.valueAt(position));
        }
        result.append('}');
    }

    private void writeKey(Object key) {
        var text = Conversions.asString(key);
        if (text == null) {
            throw LuaError.of(
                    "Cannot serialise "
                            + Conversions.typeName(key)
                            + ": table key must be a number or string",
                    null);
        }
        writeString(text.bytes());
    }
}
