package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.CallStack;
import dev.perigee.lua.runtime.CallStack.LuaCode;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Cell;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;

/**
 * What programs for Lua 5.1 and LuaJIT expect beside 5.4: environments of functions, modules that
 * are globals, and the names that later versions moved. A strict context has none of it.
 */
final class OlderDialect {

    private static final LuaString ENVIRONMENT = LuaString.of("_ENV");

    private OlderDialect() {}

    static void install(LuaContext context) {
        var globals = new Library(context, "", context.globals());
        globals.add("getfenv", OlderDialect::getEnvironment)
                .add("setfenv", OlderDialect::setEnvironment)
                .add("module", OlderDialect::module);
        var jit = new LuaTable(0, 8);
        new Library(context, "jit", jit)
                .set("version", LuaString.of("Perigee Lua"))
                .set("version_num", 20100L)
                .set("os", LuaString.of("Other"))
                .set("arch", LuaString.of("jvm"))
                .add("on", args -> Calls.NO_VALUES)
                .add("off", args -> Calls.NO_VALUES)
                .add("flush", args -> Calls.NO_VALUES)
                .add("status", args -> true);
        globals.set("jit", jit);
        context.loaded().put(LuaString.of("jit"), jit);
    }

    /** Takes away what only older versions have. */
    static void remove(LuaContext context) {
        var globals = context.globals();
        for (var name : new String[] {"unpack", "loadstring", "bit"}) {
            globals.put(LuaString.of(name), NIL);
        }
        context.loaded().put(LuaString.of("bit"), NIL);
        remove(globals, "table", "getn", "maxn");
        remove(globals, "string", "gfind");
        remove(globals, "package", "seeall", "loaders");
        remove(
                globals, "math", "mod", "pow", "atan2", "sinh", "cosh", "tanh", "log10", "ldexp",
                "frexp");
    }

    private static void remove(LuaTable globals, String library, String... names) {
        if (globals.get(LuaString.of(library)) instanceof LuaTable table) {
            for (var name : names) {
                table.put(LuaString.of(name), NIL);
            }
        }
    }

    /** The index of {@code _ENV} among what a function captured, or -1. */
    private static int environmentIndex(LuaFunction function) {
        var info = ((LuaCode) function.target().getRootNode()).info();
        return info == null ? -1 : info.upvalueNames().indexOf(ENVIRONMENT.toString());
    }

    /** The function at an argument, or at the stack level it gives; null for level 0. */
    private static Object subject(Args args, boolean optional) {
        if (args.get(1) instanceof LuaFunction function) {
            return function;
        }
        long level = optional ? args.integer(1, 1) : args.integer(1);
        if (level < 0) {
            throw args.error(1, "level must be non-negative");
        }
        if (level == 0) {
            return NIL;
        }
        var entries = CallStack.entries((int) Math.min(level + 1, 10_000));
        if (level >= entries.size()) {
            throw args.error(1, "invalid level");
        }
        return entries.get((int) level).function();
    }

    @TruffleBoundary
    private static Object getEnvironment(Args args) {
        if (subject(args, true) instanceof LuaFunction function) {
            int index = environmentIndex(function);
            if (index >= 0) {
                var upvalue = function.upvalues()[index];
                return upvalue instanceof Cell cell ? cell.value : upvalue;
            }
        }
        return LuaContext.get(null).globals();
    }

    @TruffleBoundary
    private static Object setEnvironment(Args args) {
        var environment = args.table(2);
        var subject = subject(args, false);
        if (!(subject instanceof LuaFunction function) || function.isBuiltin()) {
            throw LuaError.of("'setfenv' cannot change environment of given object", null);
        }
        setEnvironment(function, environment);
        return function;
    }

    /** This closure's alone, as in Lua 5.1; a function without globals has none to change. */
    private static void setEnvironment(LuaFunction function, LuaTable environment) {
        int index = environmentIndex(function);
        if (index >= 0) {
            boolean inCell = function.upvalues()[index] instanceof Cell;
            function.upvalues()[index] = inCell ? new Cell(environment) : environment;
        }
    }

    /** Makes a table the module of a name, a global, and the environment of the caller. */
    @TruffleBoundary
    private static Object module(Args args) {
        var name = args.string(1);
        var context = LuaContext.get(null);
        var module = moduleTable(context, name);
        context.loaded().put(name, module);
        if (module.get(LuaString.of("_NAME")) == NIL) {
            var text = name.toString();
            module.put(LuaString.of("_M"), module);
            module.put(LuaString.of("_NAME"), name);
            module.put(
                    LuaString.of("_PACKAGE"),
                    LuaString.of(text.substring(0, text.lastIndexOf('.') + 1)));
        }
        var entries = CallStack.entries(2);
        if (entries.size() > 1 && entries.get(1).function() instanceof LuaFunction caller) {
            setEnvironment(caller, module);
        }
        for (var option : args.from(2)) {
            Calls.call(option, module);
        }
        return module;
    }

    private static LuaTable moduleTable(LuaContext context, LuaString name) {
        if (context.loaded().get(name) instanceof LuaTable known) {
            return known;
        }
        var table = context.globals();
        for (var part : name.toString().split("\\.", -1)) {
            var key = LuaString.of(part);
            var next = table.get(key);
            if (next == NIL) {
                next = new LuaTable();
                table.put(key, next);
            }
            if (!(next instanceof LuaTable inner)) {
                var type = Conversions.typeName(next);
                throw LuaError.of("name conflict for module '" + name + "' (a " + type + ")", null);
            }
            table = inner;
        }
        return table;
    }
}
