package dev.perigee.lua;

import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.source.Source;
import dev.perigee.lua.nodes.Chunk;
import dev.perigee.lua.nodes.ChunkLoader;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Coroutine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program that calls, fails, recurses and loops once, while the stack has room. A class of
 * the runtime whose initialisation meets the end of the stack stays unusable for as long as the JVM
 * lives, and a guest's endless recursion would be the first to need many of them.
 *
 * <p>Then a function and an error leave the guest once. For the first of each the JVM loads some
 * 300 classes, and an interrupted program would be late by that much: it ends in such an error.
 */
final class Preparation {

    private static final String PROGRAM =
            """
            local suspend = ...
            local function deep(n) if n == 0 then error("end") end return 1 + deep(n - 1) end
            local function tail(n) if n == 0 then return nil, 1 end return tail(n - 1) end
            local function spread(...) return ... end
            for i = 1, 2 do
              pcall(deep, 2)
              tail(2)
              spread(1, 2, i)
            end
            xpcall(deep, debug.traceback, 2)
            pcall(function(x) return x.y.z end, {})
            pcall(function(x) return x + {} end, 1)
            pcall(function(x) return x .. {} end, "")
            pcall(load, "return +")
            pcall(string.rep)
            local handlers = {
              __index = function(t, k) return 1 end, __newindex = function() end,
              __call = function(self, ...) return ... end, __tostring = function() return "t" end,
              __add = function(a) return a end, __concat = function(a) return a end,
              __eq = function() return true end, __lt = function() return true end,
              __le = function() return true end, __len = function() return 1 end,
              __unm = function(a) return a end, __close = function() end,
              __pairs = function(t) return next, t end,
            }
            local t, u = setmetatable({}, handlers), setmetatable({}, handlers)
            t.x = t.y + t[1]
            local _ = t(1, 2), tostring(t), t + 1, t .. "x", t == u, t < u, t <= u, #t, -t
            for _ in pairs(t) do end
            do local c <close> = t end
            pcall(function() local c <close> = t error("closed") end)
            local list = {3, 1, 2}
            table.sort(list, function(a, b) return a < b end)
            string.gsub("abc", "%w", function(c) return c end)
            string.format("%5.2f %d %s %q", 1.5, 2, {}, "x")
            load(function() return nil end)
            if suspend then
              local step = coroutine.wrap(function(...) for i = 1, 2 do coroutine.yield(i) end end)
              step() step() step()
              pcall(step)
              coroutine.resume(coroutine.create(error), "failed")
              coroutine.close(coroutine.create(error))
            end
            for i = 1, 100000 do end
            return function() error("leaves the guest") end
            """;

    private Preparation() {}

    static void run(LuaLanguage language, LuaContext context) {
        var source = Source.newBuilder(LuaLanguage.ID, PROGRAM, "=preparation");
        var chunk = Chunk.ofText(source.internal(true).cached(false).build());
        var function = ChunkLoader.bind(ChunkLoader.compile(language, chunk), context.globals());
        var failing = Calls.enter(function, new Object[] {function, Coroutine.areCheap()});
        try {
            var host = context.env().asGuestValue((ProxyExecutable) Preparation::call);
            InteropLibrary.getUncached().execute(host, failing);
        } catch (InteropException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What the host does with a function. */
    private static @Nullable Object call(Value... functions) {
        try {
            return functions[0].execute();
        } catch (PolyglotException failed) {
            if (failed.isCancelled() || failed.isInterrupted()) {
                throw failed;
            }
            return null;
        }
    }
}
