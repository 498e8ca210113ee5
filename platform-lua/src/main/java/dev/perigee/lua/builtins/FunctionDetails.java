package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.CallStack;
import dev.perigee.lua.runtime.CallStack.Entry;
import dev.perigee.lua.runtime.CallStack.LuaCode;
import dev.perigee.lua.runtime.Coroutine;
import dev.perigee.lua.runtime.FunctionInfo;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import org.jspecify.annotations.Nullable;

/** {@code debug.getinfo}. */
final class FunctionDetails {

    private static final LuaString ALL = LuaString.of("flnSrtu");

    private final LuaTable info = new LuaTable(0, 24);
    private final String options;

    private FunctionDetails(String options) {
        this.options = options;
    }

    @TruffleBoundary
    static Object getInfo(Args args) {
        int shift = DebugLibrary.shift(args);
        var options = args.string(shift + 2, ALL).toString();
        if (!options.matches("[SlnrutLf]*")) {
            throw args.error(shift + 2, "invalid option");
        }
        var details = new FunctionDetails(options);
        if (args.get(shift + 1) instanceof LuaFunction function) {
            details.describe(function);
            details.put('l', "currentline", -1L);
            details.put('n', "namewhat", LuaString.EMPTY);
            return details.info;
        }
        long level = args.integer(shift + 1);
        return level < 0 ? NIL : details.ofLevel(InspectedStack.of(args), level);
    }

    private Object ofLevel(InspectedStack stack, long level) {
        var found = new Found(level);
        stack.visit((entry, _) -> found.add(entry));
        var entry = found.entry;
        if (entry == null) {
            return NIL;
        }
        if (entry.function() instanceof LuaFunction function) {
            describe(function);
        }
        put('l', "currentline", entry.isBuiltin() ? -1L : CallStack.line(entry.call()));
        name(found.caller == null ? null : CallStack.calleeName(found.caller));
        put('t', "istailcall", found.caller != null && CallStack.isTailCall(found.caller));
        var hook = CallStack.isHooked(entry) ? Coroutine.currentOrMain().hook() : null;
        if (hook != null) {
            put('r', "ftransfer", (long) hook.firstTransferred());
            put('r', "ntransfer", (long) hook.transferredCount());
        }
        return info;
    }

    /** The entry at a level and its caller's. */
    private static final class Found {
        private long left;
        private @Nullable Entry entry;
        private @Nullable Entry caller;

        Found(long level) {
            left = level;
        }

        @Nullable Object add(Entry next) {
            if (left == 0) {
                entry = next;
            } else if (left < 0) {
                caller = next;
                return this;
            }
            left--;
            return null;
        }
    }

    private void name(@Nullable String described) {
        if (described == null) {
            put('n', "namewhat", LuaString.EMPTY);
            return;
        }
        int quote = described.indexOf('\'');
        put('n', "namewhat", LuaString.of(described.substring(0, quote - 1)));
        put('n', "name", LuaString.of(described.substring(quote + 1, described.length() - 1)));
    }

    private void describe(LuaFunction function) {
        var code = (LuaCode) function.target().getRootNode();
        var details = code.info();
        put('u', "nups", (long) function.upvalues().length);
        put('t', "istailcall", false);
        put('r', "ftransfer", 0L);
        put('r', "ntransfer", 0L);
        put('f', "func", function);
        if (details == null) {
            describeBuiltin();
        } else {
            describe(details, code.isMain());
        }
    }

    private void describeBuiltin() {
        put('S', "source", LuaString.of("=[C]"));
        put('S', "short_src", LuaString.of("[C]"));
        put('S', "what", LuaString.of("C"));
        put('S', "linedefined", -1L);
        put('S', "lastlinedefined", -1L);
        put('u', "nparams", 0L);
        put('u', "isvararg", true);
    }

    private void describe(FunctionInfo details, boolean main) {
        put('S', "source", LuaString.of(details.source()));
        put('S', "short_src", LuaString.of(details.shortSource()));
        put('S', "what", LuaString.of(main ? "main" : "Lua"));
        put('S', "linedefined", (long) details.firstLine());
        put('S', "lastlinedefined", (long) details.lastLine());
        put('u', "nparams", (long) details.parameterNames().size());
        put('u', "isvararg", details.isVararg());
        if (options.indexOf('L') >= 0) {
            var lines = new LuaTable();
            details.activeLines().forEach(line -> lines.put(line.longValue(), (Object) true));
            put('L', "activelines", lines);
        }
    }

    private void put(char option, String field, Object value) {
        if (options.indexOf(option) >= 0) {
            info.put(LuaString.of(field), value);
        }
    }
}
