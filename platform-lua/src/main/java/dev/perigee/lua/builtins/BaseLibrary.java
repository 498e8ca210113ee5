package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.ByteBuilder;
import dev.perigee.lua.runtime.CallStack;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Comparison;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.Foreign;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Metamethod;
import dev.perigee.lua.runtime.Metatables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The basic functions (section 6.1). */
final class BaseLibrary {

    private static final LuaString PROTECTED = LuaString.of("__metatable");

    private BaseLibrary() {}

    static void install(Library library) {
        library.set("_G", library.table()).set("_VERSION", LuaString.of("Lua 5.4"));
        library.add("assert", BaseLibrary::assertTrue)
                .add("collectgarbage", BaseLibrary::collectGarbage)
                .add("error", BaseLibrary::error)
                .add("getmetatable", BaseLibrary::getMetatable)
                .add("setmetatable", BaseLibrary::setMetatable)
                .add("ipairs", BaseLibrary::ipairs)
                .set("next", library.context().next())
                .add("pairs", BaseLibrary::pairs)
                .add("print", BaseLibrary::print)
                .add("rawequal", args -> Comparison.rawEquals(args.any(1), args.any(2)))
                .add("rawget", args -> args.table(1).rawGet(args.any(2)))
                .add("rawlen", BaseLibrary::rawLength)
                .add("rawset", BaseLibrary::rawSet)
                .add("select", BaseLibrary::select)
                .add("tonumber", NumberParsing::toNumber)
                .add("tostring", args -> Conversions.toText(args.any(1)))
                .add("type", BaseLibrary::typeOf, args -> TypeNames.of(args.any(1)))
                .add("unpack", TableLibrary::unpack)
                .add("warn", BaseLibrary::warn);
        ProtectedCalls.install(library);
        Loading.install(library);
    }

    private static Object assertTrue(Args args) {
        if (Conversions.isTrue(args.any(1))) {
            return args.count() == 1 ? args.get(1) : args.from(1);
        }
        throw assertion(args);
    }

    @TruffleBoundary
    private static LuaError assertion(Args args) {
        var value = args.has(2) ? args.get(2) : LuaString.of("assertion failed!");
        return LuaError.raised(
                value instanceof LuaString message
                        ? LuaString.of(CallStack.where(1)).concat(message)
                        : value,
                null);
    }

    @TruffleBoundary
    private static Object collectGarbage(Args args) {
        var option = args.string(1, LuaString.of("collect")).toString();
        var runtime = Runtime.getRuntime();
        var context = LuaContext.get(null);
        context.files().flushAll();
        if (context.finalizers().isRunning()) {
            return NIL; // The collector does not run inside itself.
        }
        return switch (option) {
            case "count" -> {
                context.observeGarbage();
                yield (runtime.totalMemory() - runtime.freeMemory()) / 1024.0;
            }
            case "collect" -> collect(context);
            case "step" -> {
                collect(context);
                yield true;
            }
            case "stop", "restart" -> {
                context.setCollecting(option.equals("restart"));
                yield 0L;
            }
            case "isrunning" -> context.isCollecting();
            case "setpause" -> context.setCollectorParameter(0, args.integer(2, 0));
            case "setstepmul" -> context.setCollectorParameter(1, args.integer(2, 0));
            case "incremental", "generational" -> context.switchCollector(option);
            default -> throw args.error(1, "invalid option '" + option + "'");
        };
    }

    /** The collector is the JVM's; whether a guest may run it is the embedder's choice. */
    private static Object collect(LuaContext context) {
        if (context.observesGarbage() && context.mayCollectGarbage()) {
            context.finalizers().collect();
        }
        context.finalizers().run();
        return 0L;
    }

    @TruffleBoundary
    private static Object error(Args args) {
        var value = args.get(1);
        long level = args.integer(2, 1);
        if (value instanceof LuaString message && level > 0) {
            value = LuaString.of(CallStack.where((int) level)).concat(message);
        }
        throw LuaError.raised(value, null);
    }

    private static Object getMetatable(Args args) {
        var metatable = Metatables.of(args.any(1));
        if (metatable == null) {
            return NIL;
        }
        var shown = metatable.get(PROTECTED);
        return shown == NIL ? metatable : shown;
    }

    private static Object setMetatable(Args args) {
        var table = args.table(1);
        var metatable = args.get(2);
        if (metatable != NIL && !(metatable instanceof LuaTable)) {
            throw args.typeError(2, "nil or table");
        }
        var current = table.metatable();
        if (current != null && current.get(PROTECTED) != NIL) {
            throw LuaError.of("cannot change a protected metatable", null);
        }
        table.setMetatable(metatable instanceof LuaTable given ? given : null);
        return table;
    }

    private static Object ipairs(Args args) {
        var value = args.any(1);
        return new Object[] {args.context().ipairsIterator(), value, 0L};
    }

    /** {@code ipairs} over a plain table. */
    static @Nullable Object ipairsNext(Object[] arguments) {
        if (arguments.length == 3
                && arguments[1] instanceof LuaTable table
                && table.metatable() == null
                && arguments[2] instanceof Long before) {
            long index = before + 1;
            var value = table.get(index);
            return value == NIL ? NIL : new Object[] {index, value};
        }
        return null;
    }

    static Object ipairsStep(Args args) {
        long index = args.integer(2) + 1;
        var value = Indexing.get(args.get(1), index, null);
        return value == NIL ? NIL : new Object[] {index, value};
    }

    static Object next(Args args) {
        return next(args.table(1), args.get(2));
    }

    /** What {@code next} and {@code pairs} do in each round. */
    static @Nullable Object nextOf(Object[] arguments) {
        return arguments.length == 3 && arguments[1] instanceof LuaTable table
                ? next(table, arguments[2])
                : null;
    }

    private static @Nullable Object typeOf(Object[] arguments) {
        return arguments.length > 1 ? TypeNames.of(arguments[1]) : null;
    }

    @TruffleBoundary
    private static Object next(LuaTable table, Object key) {
        if (table.isWeak()) {
            return nextWeak(table, key);
        }
        int after = table.positionAfter(key);
        if (after < 0) {
            throw LuaError.of("invalid key to 'next'", null);
        }
        int at = table.nextEntry(after);
        return at < 0 ? NIL : new Object[] {table.keyAt(at), table.valueAt(at)};
    }

    private static Object nextWeak(LuaTable table, Object key) {
        var entry = table.nextWeak(key);
        if (entry == null) {
            throw LuaError.of("invalid key to 'next'", null);
        }
        return entry.length == 0 ? NIL : entry;
    }

    private static Object pairs(Args args) {
        var value = args.any(1);
        return value instanceof LuaTable table && table.metatable() == null
                ? new Object[] {args.context().next(), value, NIL}
                : pairs(args, value);
    }

    @TruffleBoundary
    private static Object pairs(Args args, Object value) {
        var handler = Metatables.metamethod(value, Metamethod.PAIRS);
        if (handler != NIL) {
            return Arrays.copyOf(padded(Calls.all(Calls.call(handler, value))), 3);
        }
        if (Foreign.isForeign(value) && Foreign.isIndexable(value)) {
            return ForeignPairs.of(value);
        }
        args.table(1);
        return new Object[] {args.context().next(), value, NIL};
    }

    private static Object[] padded(Object[] values) {
        if (values.length >= 3) {
            return values;
        }
        var padded = new Object[] {NIL, NIL, NIL};
        System.arraycopy(values, 0, padded, 0, values.length);
        return padded;
    }

    @TruffleBoundary
    private static Object print(Args args) {
        var line = new ByteArrayOutputStream();
        for (int i = 1; i <= args.count(); i++) {
            if (i > 1) {
                line.write('\t');
            }
            line.writeBytes(Conversions.toText(args.get(i)).bytes());
        }
        line.write('\n');
        try {
            LuaContext.get(null).out().write(line.toByteArray());
        } catch (IOException closed) {
            throw LuaError.of("cannot write: " + closed.getMessage(), null);
        }
        return Calls.NO_VALUES;
    }

    /** Writes a warning to standard error; {@code @on} and {@code @off} switch it. */
    @TruffleBoundary
    private static Object warn(Args args) {
        var text = new ByteBuilder(64);
        args.string(1);
        for (int i = 1; i <= args.count(); i++) {
            text.append(args.string(i));
        }
        var context = LuaContext.get(null);
        if (args.count() == 1 && args.string(1).toString().startsWith("@")) {
            var control = args.string(1).toString();
            context.setWarning(
                    control.equals("@on") || (context.isWarning() && !control.equals("@off")));
            return Calls.NO_VALUES;
        }
        context.warn(text.toLuaString());
        return Calls.NO_VALUES;
    }

    private static Object rawLength(Args args) {
        return switch (args.get(1)) {
            case LuaTable table -> table.length();
            case LuaString string -> (long) string.length();
            default -> throw args.error(1, "table or string expected");
        };
    }

    private static Object rawSet(Args args) {
        var table = args.table(1);
        var key = args.any(2);
        if (key == NIL) {
            throw LuaError.of("table index is nil", null);
        }
        if (key instanceof Double number && Double.isNaN(number)) {
            throw LuaError.of("table index is NaN", null);
        }
        table.rawPut(key, args.any(3));
        return table;
    }

    private static Object select(Args args) {
        if (args.get(1) instanceof LuaString text && text.length() == 1 && text.bytes()[0] == '#') {
            return (long) args.count() - 1;
        }
        long from = args.integer(1);
        if (from < 0) {
            from = args.count() + from;
        }
        if (from < 1) {
            throw args.error(1, "index out of range");
        }
        return Calls.pack(args.from((int) Math.min(from + 1, Integer.MAX_VALUE)));
    }
}
