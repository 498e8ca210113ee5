package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.CallStack.LuaCode;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Cell;
import dev.perigee.lua.runtime.LightUserdata;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;

/**
 * The functions of {@code debug} that reach captured variables. Closures share a variable through
 * its cell; one that is never assigned after its declaration has none, and a change of it through
 * one closure is not seen by the others. In a chunk that names these functions all captured
 * variables have cells.
 */
final class UpvalueAccess {

    private UpvalueAccess() {}

    static void install(Library library) {
        library.add("getupvalue", UpvalueAccess::get)
                .add("setupvalue", UpvalueAccess::set)
                .add("upvalueid", UpvalueAccess::identity)
                .add("upvaluejoin", UpvalueAccess::join);
    }

    private static boolean exists(LuaFunction function, long index) {
        return index >= 1 && index <= function.upvalues().length;
    }

    private static LuaString name(LuaFunction function, long index) {
        var info = ((LuaCode) function.target().getRootNode()).info();
        return info == null
                ? LuaString.EMPTY
                : LuaString.of(info.upvalueNames().get((int) index - 1));
    }

    private static Object content(Object upvalue) {
        return upvalue instanceof Cell cell ? cell.value : upvalue;
    }

    @TruffleBoundary
    private static Object get(Args args) {
        var function = args.function(1);
        long index = args.integer(2);
        if (!exists(function, index)) {
            return NIL;
        }
        // What a builtin keeps is not a Lua value.
        var value = function.isBuiltin() ? NIL : content(function.upvalues()[(int) index - 1]);
        return new Object[] {name(function, index), value};
    }

    @TruffleBoundary
    private static Object set(Args args) {
        var value = args.any(3);
        var function = args.function(1);
        long index = args.integer(2);
        if (!exists(function, index) || function.isBuiltin()) {
            return NIL;
        }
        var upvalues = function.upvalues();
        if (upvalues[(int) index - 1] instanceof Cell cell) {
            cell.value = value;
        } else {
            upvalues[(int) index - 1] = value;
        }
        return name(function, index);
    }

    @TruffleBoundary
    private static Object identity(Args args) {
        var function = args.function(1);
        long index = args.integer(2);
        if (!exists(function, index)) {
            return NIL;
        }
        var upvalues = function.upvalues();
        return upvalues[(int) index - 1] instanceof Cell cell
                ? new LightUserdata(cell, 0)
                : new LightUserdata(upvalues, (int) index);
    }

    @TruffleBoundary
    private static Object join(Args args) {
        var target = luaFunction(args, 1);
        var source = luaFunction(args, 3);
        int to = index(args, target, 2);
        int from = index(args, source, 4);
        var shared = source.upvalues()[from];
        boolean wantsCell = target.upvalues()[to] instanceof Cell;
        if (shared instanceof Cell == wantsCell) {
            target.upvalues()[to] = shared;
        } else {
            target.upvalues()[to] = wantsCell ? new Cell(shared) : content(shared);
        }
        return Calls.NO_VALUES;
    }

    private static LuaFunction luaFunction(Args args, int index) {
        var function = args.function(index);
        if (function.isBuiltin()) {
            throw args.error(index, "Lua function expected");
        }
        return function;
    }

    private static int index(Args args, LuaFunction function, int argument) {
        long index = args.integer(argument);
        if (!exists(function, index)) {
            throw args.error(argument, "invalid upvalue index");
        }
        return (int) index - 1;
    }
}
