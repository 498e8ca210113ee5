package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.CallStack;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Comparison;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Metamethod;
import dev.perigee.lua.runtime.Metatables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

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
                .add("next", BaseLibrary::next)
                .add("pairs", BaseLibrary::pairs)
                .add("print", BaseLibrary::print)
                .add("rawequal", args -> Comparison.rawEquals(args.any(1), args.any(2)))
                .add("rawget", args -> args.table(1).get(args.any(2)))
                .add("rawlen", BaseLibrary::rawLength)
                .add("rawset", BaseLibrary::rawSet)
                .add("select", BaseLibrary::select)
                .add("tonumber", NumberParsing::toNumber)
                .add("tostring", args -> Conversions.toText(args.any(1)))
                .add("type", args -> TypeNames.of(args.any(1)))
                .add("unpack", TableLibrary::unpack);
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
        return args.has(2)
                ? new LuaError(args.get(2), null)
                : new LuaError(LuaString.of("assertion failed!"), null);
    }

    @TruffleBoundary
    private static Object collectGarbage(Args args) {
        var option = args.string(1, LuaString.of("collect")).toString();
        var runtime = Runtime.getRuntime();
        return switch (option) {
            case "count" -> (runtime.totalMemory() - runtime.freeMemory()) / 1024.0;
            case "collect", "stop", "restart", "setpause", "setstepmul" -> 0L;
            case "step" -> true;
            case "isrunning" -> true;
            case "incremental", "generational" -> LuaContext.get(null).switchCollector(option);
            default -> throw args.error(1, "invalid option '" + option + "'");
        };
    }

    @TruffleBoundary
    private static Object error(Args args) {
        var value = args.get(1);
        long level = args.integer(2, 1);
        if (value instanceof LuaString message && level > 0) {
            value = LuaString.of(CallStack.where((int) level)).concat(message);
        }
        throw new LuaError(value, null);
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
        var step =
                LuaContext.get(null).language().builtin("ipairs_iterator", BaseLibrary::ipairsStep);
        return new Object[] {LuaFunction.builtin(step), value, 0L};
    }

    private static Object ipairsStep(Args args) {
        long index = args.integer(2) + 1;
        var value =
                args.get(1) instanceof LuaTable table && table.metatable() == null
                        ? table.get(index)
                        : Indexing.get(args.get(1), index, null);
        return value == NIL ? NIL : new Object[] {index, value};
    }

    static Object next(Args args) {
        return next(args.table(1), args.get(2));
    }

    private static Object next(LuaTable table, Object key) {
        int after = table.positionAfter(key);
        if (after < 0) {
            throw LuaError.of("invalid key to 'next'", null);
        }
        int at = table.nextEntry(after);
        return at < 0 ? NIL : new Object[] {table.keyAt(at), table.valueAt(at)};
    }

    private static Object pairs(Args args) {
        var value = args.any(1);
        var handler = Metatables.metamethod(value, Metamethod.PAIRS);
        if (handler != NIL) {
            return Arrays.copyOf(padded(Calls.all(Calls.call(handler, value))), 3);
        }
        args.table(1);
        var next = LuaContext.get(null).language().builtin("next", BaseLibrary::next);
        return new Object[] {LuaFunction.builtin(next), value, NIL};
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
        table.put(key, args.any(3));
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
