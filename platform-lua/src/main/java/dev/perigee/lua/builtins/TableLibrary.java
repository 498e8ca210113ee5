package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleSafepoint;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.ByteBuilder;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Metamethod;
import dev.perigee.lua.runtime.Metatables;

/** Table manipulation (section 6.6); honours metamethods as the reference does. */
@SuppressWarnings("ReferenceEquality") // Whether two tables are the same one.
final class TableLibrary {

    private static final int MAX_UNPACK = 1_000_000;
    private static final int POLL_MASK = 0xfff;

    private TableLibrary() {}

    static void install(Library library) {
        library.add("concat", TableLibrary::concat)
                .add("insert", TableLibrary::insert)
                .add("move", TableLibrary::move)
                .add("pack", TableLibrary::pack)
                .add("remove", TableLibrary::remove)
                .add("sort", TableSort::sort)
                .add("unpack", TableLibrary::unpack)
                .add("getn", args -> args.table(1).length())
                .add("maxn", TableLibrary::maxn);
    }

    /** The length of an argument that is a table or behaves like one. */
    static long length(Args args, int index) {
        var value = args.get(index);
        if (value instanceof LuaTable table && table.metatable() == null) {
            return table.length();
        }
        requireTableLike(args, index);
        if (Indexing.length(value, null) instanceof Long length) {
            return length;
        }
        throw LuaError.of("object length is not an integer", null);
    }

    private static void requireTableLike(Args args, int index) {
        var value = args.get(index);
        boolean behaves =
                value instanceof LuaTable
                        || Metatables.metamethod(value, Metamethod.INDEX) != NIL
                        || Conversions.typeName(value).equals("userdata");
        if (!behaves) {
            throw args.typeError(index, "table");
        }
    }

    static Object get(Object table, long key) {
        return table instanceof LuaTable plain && plain.metatable() == null
                ? plain.get(key)
                : Indexing.get(table, key, null);
    }

    static void set(Object table, long key, Object value) {
        if (table instanceof LuaTable plain && plain.metatable() == null) {
            plain.put(key, value);
        } else {
            Indexing.set(table, key, value, null);
        }
    }

    private static void poll(long step) {
        if ((step & POLL_MASK) == 0) {
            TruffleSafepoint.poll(null);
        }
    }

    @TruffleBoundary
    private static Object concat(Args args) {
        var table = args.get(1);
        long length = length(args, 1);
        var separator = args.string(2, LuaString.EMPTY);
        long from = args.integer(3, 1);
        long to = args.integer(4, length);
        checkSeparators(separator, from, Math.min(to, length));
        var result = new ByteBuilder(stringLength(table, separator, from, to));
        for (long i = from; i <= to; i++) {
            var text = Conversions.asString(get(table, i));
            if (text == null) {
                var type = Conversions.typeName(get(table, i));
                throw LuaError.of(
                        "invalid value (at index " + i + ") in table for 'concat'; got " + type,
                        null);
            }
            result.append(text);
            if (i == to) {
                break;
            }
            result.append(separator);
            poll(i);
        }
        return result.toLuaString();
    }

    /** Fails before anything is copied when what goes between the elements is too long alone. */
    private static void checkSeparators(LuaString separator, long from, long to) {
        if (from >= 1 && to > from && separator.length() > 0) {
            boolean countable = to - from <= Integer.MAX_VALUE;
            ByteBuilder.checkLength(countable ? (to - from) * separator.length() : Long.MAX_VALUE);
        }
    }

    /**
     * How long the strings of a plain table are together, up to the first other value, so that too
     * many of them fail before any is copied.
     */
    private static int stringLength(Object table, LuaString separator, long from, long to) {
        long sum = -separator.length();
        if (table instanceof LuaTable plain && plain.metatable() == null) {
            for (long i = from; i <= to && plain.get(i) instanceof LuaString string; i++) {
                sum += separator.length() + string.length();
                ByteBuilder.checkLength(sum);
                poll(i);
                if (i == to) {
                    break;
                }
            }
        }
        return (int) Math.max(sum, 0);
    }

    private static Object insert(Args args) {
        var table = args.get(1);
        long end = length(args, 1) + 1;
        if (args.count() == 2) {
            set(table, end, args.get(2));
            return Calls.NO_VALUES;
        }
        if (args.count() != 3) {
            throw LuaError.of("wrong number of arguments to 'insert'", null);
        }
        insertAt(args, table, end);
        return Calls.NO_VALUES;
    }

    @TruffleBoundary
    private static void insertAt(Args args, Object table, long end) {
        long position = args.integer(2);
        if (position < 1 || position > end) {
            throw args.error(2, "position out of bounds");
        }
        for (long i = end; i > position; i--) {
            set(table, i, get(table, i - 1));
            poll(i);
        }
        set(table, position, args.get(3));
    }

    private static Object remove(Args args) {
        var table = args.get(1);
        long size = length(args, 1);
        if (!args.has(2)) {
            var last = get(table, size);
            set(table, size, NIL);
            return last;
        }
        return removeAt(args, table, size);
    }

    @TruffleBoundary
    private static Object removeAt(Args args, Object table, long size) {
        long position = args.integer(2);
        if (size + 1 != position
                && (position < 1 || position > size + 1)
                && !(size == 0 && position == 0)) {
            throw args.error(2, "position out of bounds");
        }
        var removed = get(table, position);
        long i = position;
        for (; i < size; i++) {
            set(table, i, get(table, i + 1));
            poll(i);
        }
        set(table, i, NIL);
        return removed;
    }

    @TruffleBoundary
    private static Object move(Args args) {
        var source = args.get(1);
        requireTableLike(args, 1);
        long from = args.integer(2);
        long to = args.integer(3);
        long target = args.integer(4);
        int destinationIndex = args.isNoneOrNil(5) ? 1 : 5;
        requireTableLike(args, destinationIndex);
        var destination = args.get(destinationIndex);
        if (to < from) {
            return destination;
        }
        if (from <= 0 && to >= Long.MAX_VALUE + from) {
            throw args.error(3, "too many elements to move");
        }
        if (target > Long.MAX_VALUE - (to - from + 1) + 1) {
            throw args.error(4, "destination wrap around");
        }
        boolean forward =
                target > to || target <= from || (destinationIndex != 1 && destination != source);
        long count = to - from + 1;
        for (long i = 0; i < count; i++) {
            long at = forward ? i : count - 1 - i;
            set(destination, target + at, get(source, from + at));
            poll(i);
        }
        return destination;
    }

    private static Object pack(Args args) {
        var table = new LuaTable(args.count(), 1);
        for (int i = 1; i <= args.count(); i++) {
            table.put((long) i, args.get(i));
        }
        table.put(LuaString.of("n"), (long) args.count());
        return table;
    }

    static Object unpack(Args args) {
        var table = args.get(1);
        long from = args.integer(2, 1);
        long to = args.isNoneOrNil(3) ? unpackLength(table) : args.integer(3);
        if (from > to) {
            return Calls.NO_VALUES;
        }
        if (to - from < 0 || to - from >= MAX_UNPACK) {
            throw LuaError.of("too many results to unpack", null);
        }
        var values = new Object[(int) (to - from + 1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = get(table, from + i);
        }
        return Calls.pack(values);
    }

    private static long unpackLength(Object table) {
        return table instanceof LuaTable plain && plain.metatable() == null
                ? plain.length()
                : Indexing.length(table, null) instanceof Long length ? length : 0;
    }

    @TruffleBoundary
    private static Object maxn(Args args) {
        var table = args.table(1);
        double largest = 0;
        for (int at = table.nextEntry(LuaTable.START); at >= 0; at = table.nextEntry(at + 1)) {
            var key = table.keyAt(at);
            if (key instanceof Number number && number.doubleValue() > largest) {
                largest = number.doubleValue();
            }
        }
        return largest == Math.rint(largest) ? (Object) (long) largest : largest;
    }
}
