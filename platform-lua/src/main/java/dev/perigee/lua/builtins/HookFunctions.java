package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.CallStack;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Coroutine;
import dev.perigee.lua.runtime.Hook;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;

/**
 * {@code debug.sethook} and {@code debug.gethook}. Where the embedder does not allow hooks, none is
 * ever set.
 */
final class HookFunctions {

    private static final LuaString TABLE = LuaString.of("_HOOKKEY");

    private HookFunctions() {}

    static void install(Library library) {
        library.add("sethook", HookFunctions::set).add("gethook", HookFunctions::get);
    }

    private static Coroutine coroutine(Args args) {
        return args.get(1) instanceof Coroutine given ? given : Coroutine.currentOrMain();
    }

    @TruffleBoundary
    private static Object set(Args args) {
        int shift = DebugLibrary.shift(args);
        var coroutine = coroutine(args);
        if (args.isNoneOrNil(shift + 1)) {
            coroutine.setHook(null);
            return Calls.NO_VALUES;
        }
        var mask = args.string(shift + 2).toString();
        var function = args.function(shift + 1);
        int count = Math.clamp(args.integer(shift + 3, 0), 0, Integer.MAX_VALUE);
        var context = LuaContext.get(null);
        if (!context.mayHook()) {
            return Calls.NO_VALUES;
        }
        var hook = new Hook(function, mask, count);
        if (hook.mask().isEmpty() && count == 0) {
            coroutine.setHook(null);
            return Calls.NO_VALUES;
        }
        context.startHooks();
        var entries = CallStack.entries(2);
        if (shift == 0 && entries.size() > 1) {
            var caller = entries.get(1);
            hook.startAt(caller.root(), (int) CallStack.line(caller.call()));
        }
        coroutine.setHook(hook);
        table(context).rawPut(coroutine, true);
        return Calls.NO_VALUES;
    }

    /** The registry's table of hooks, by which programs tell that hooks keep no coroutine alive. */
    private static LuaTable table(LuaContext context) {
        if (context.registry().get(TABLE) instanceof LuaTable known) {
            return known;
        }
        var hooks = new LuaTable();
        var weak = new LuaTable();
        weak.put(LuaString.of("__mode"), LuaString.of("k"));
        hooks.setMetatable(weak);
        context.registry().put(TABLE, hooks);
        return hooks;
    }

    @TruffleBoundary
    private static Object get(Args args) {
        var hook = coroutine(args).hook();
        return hook == null
                ? NIL
                : new Object[] {hook.function(), LuaString.of(hook.mask()), (long) hook.count()};
    }
}
