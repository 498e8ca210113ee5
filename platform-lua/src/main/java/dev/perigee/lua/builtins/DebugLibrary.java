package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.Coroutine;
import dev.perigee.lua.runtime.LightUserdata;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Metatables;
import dev.perigee.lua.runtime.Traceback;
import dev.perigee.lua.runtime.Userdata;

/**
 * {@code debug} (section 6.10). It reaches what belongs to the guest: functions, stacks, variables
 * and metatables of its own context.
 */
final class DebugLibrary {

    private DebugLibrary() {}

    static void install(Library library) {
        library.add("traceback", DebugLibrary::traceback)
                .add("getinfo", FunctionDetails::getInfo)
                .add("getlocal", LocalAccess::get)
                .add("setlocal", LocalAccess::set)
                .add("getmetatable", DebugLibrary::getMetatable)
                .add("setmetatable", DebugLibrary::setMetatable)
                .add("getregistry", args -> LuaContext.get(null).registry())
                .add("getuservalue", DebugLibrary::getUserValue)
                .add("setuservalue", DebugLibrary::setUserValue);
        HookFunctions.install(library);
        UpvalueAccess.install(library);
    }

    /** A coroutine as the first argument shifts the others. */
    static int shift(Args args) {
        return args.get(1) instanceof Coroutine ? 1 : 0;
    }

    @TruffleBoundary
    private static Object traceback(Args args) {
        int shift = shift(args);
        var message = args.get(shift + 1);
        if (message != NIL && !(message instanceof LuaString) && !(message instanceof Number)) {
            return message;
        }
        var stack = InspectedStack.of(args);
        int level = (int) args.integer(shift + 2, stack.isRunning() ? 1 : 0);
        var trace = LuaString.of(Traceback.of(stack.entries(), Math.max(0, level), stack.isMain()));
        return message == NIL
                ? trace
                : Conversions.toText(message).concat(LuaString.of("\n")).concat(trace);
    }

    private static Object getMetatable(Args args) {
        var metatable = Metatables.of(args.any(1));
        return metatable == null ? NIL : metatable;
    }

    /** Of a table or userdata its own, else that of the type in this context. */
    private static Object setMetatable(Args args) {
        var metatable = args.get(2);
        if (metatable != NIL && !(metatable instanceof LuaTable)) {
            throw args.typeError(2, "nil or table");
        }
        Metatables.set(args.get(1), metatable instanceof LuaTable given ? given : null);
        return args.get(1);
    }

    private static Object getUserValue(Args args) {
        return args.get(1) instanceof Userdata ? new Object[] {NIL, false} : NIL;
    }

    /** No userdata here has room for user values. */
    private static Object setUserValue(Args args) {
        if (args.get(1) instanceof LightUserdata || !(args.get(1) instanceof Userdata)) {
            throw args.typeError(1, "userdata");
        }
        args.any(2);
        return NIL;
    }
}
