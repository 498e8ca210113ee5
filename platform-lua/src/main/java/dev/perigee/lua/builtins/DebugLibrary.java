package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.CallStack;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Metatables;

/** The part of {@code debug} (section 6.10) that a sandbox can give: looking, not touching. */
final class DebugLibrary {

    private DebugLibrary() {}

    static void install(Library library) {
        library.add("traceback", DebugLibrary::traceback)
                .add("getinfo", DebugLibrary::getInfo)
                .add("getmetatable", DebugLibrary::getMetatable)
                .add("setmetatable", DebugLibrary::setMetatable)
                .add("gethook", args -> Calls.NO_VALUES)
                .add("sethook", args -> Calls.NO_VALUES)
                .add("getlocal", args -> NIL);
    }

    @TruffleBoundary
    private static Object traceback(Args args) {
        var message = args.get(1);
        if (message != NIL && !(message instanceof LuaString) && !(message instanceof Number)) {
            return message;
        }
        var trace = CallStack.traceback((int) args.integer(2, 1));
        return message == NIL
                ? LuaString.of(trace)
                : LuaString.of(dev.perigee.lua.runtime.Conversions.toText(message) + "\n" + trace);
    }

    @TruffleBoundary
    private static Object getInfo(Args args) {
        if (!args.string(2, LuaString.EMPTY).toString().matches("[SlnrutLf]*")) {
            throw args.error(2, "invalid option");
        }
        var info = new LuaTable(0, 16);
        if (args.get(1) instanceof LuaFunction function) {
            describe(info, function);
            info.put(LuaString.of("currentline"), -1L);
            return info;
        }
        long level = args.integer(1);
        var entries =
                level < 0 || level > 10_000
                        ? java.util.List.<CallStack.Entry>of()
                        : CallStack.entries((int) level + 1);
        if (level < 0 || level >= entries.size()) {
            return NIL;
        }
        var entry = entries.get((int) level);
        if (entry.function() instanceof LuaFunction function) {
            describe(info, function);
        }
        info.put(
                LuaString.of("currentline"),
                entry.isBuiltin() ? -1L : CallStack.line(entry.call()));
        if (entry.name() != null && !entry.isMain()) {
            info.put(LuaString.of("name"), LuaString.of(entry.name()));
        }
        info.put(LuaString.of("namewhat"), LuaString.EMPTY);
        return info;
    }

    private static void describe(LuaTable info, LuaFunction function) {
        var section = function.target().getRootNode().getSourceSection();
        boolean builtin = section == null;
        var chunk = builtin ? "[C]" : section.getSource().getName();
        boolean main = !builtin && "main chunk".equals(function.target().getRootNode().getName());
        info.put(LuaString.of("source"), LuaString.of(builtin ? "=[C]" : "@" + chunk));
        info.put(LuaString.of("short_src"), LuaString.of(chunk));
        info.put(LuaString.of("what"), LuaString.of(builtin ? "C" : main ? "main" : "Lua"));
        info.put(
                LuaString.of("linedefined"),
                builtin ? -1L : main ? 0L : (long) section.getStartLine());
        info.put(
                LuaString.of("lastlinedefined"),
                builtin || main ? -1L : (long) section.getEndLine());
        info.put(LuaString.of("nups"), (long) function.upvalues().length);
        info.put(LuaString.of("func"), function);
        info.put(LuaString.of("istailcall"), false);
    }

    private static Object getMetatable(Args args) {
        var metatable = Metatables.of(args.any(1));
        return metatable == null ? NIL : metatable;
    }

    /** On tables only: the metatables of the basic types belong to everybody. */
    private static Object setMetatable(Args args) {
        var table = args.table(1);
        var metatable = args.get(2);
        if (metatable != NIL && !(metatable instanceof LuaTable)) {
            throw args.typeError(2, "nil or table");
        }
        table.setMetatable(metatable instanceof LuaTable given ? given : null);
        return table;
    }
}
