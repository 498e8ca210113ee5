package dev.perigee.lua;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code __gc}, as far as the JVM's collector allows it. */
@Timeout(60)
class FinalizerTests {

    private static Context.Builder context() {
        return Context.newBuilder("lua").option("lua.collect-garbage", "true");
    }

    private static String text(String program) {
        try (var context = context().build()) {
            return context.eval("lua", program).asString();
        }
    }

    @Test
    void collectingCallsFinalizersInReverseOrderOfTheirMarks() {
        assertThat(
                        text(
                                """
                                local order
                                local function attempt()
                                  local found = {}
                                  local mt = {__gc = function(o) found[#found + 1] = o[1] end}
                                  for i = 1, 5 do setmetatable({i}, mt) end
                                  collectgarbage()
                                  order = table.concat(found, " ")
                                  return #found == 5
                                end
                                -- A busy machine may find them one after the other.
                                repeat until attempt()
                                return order
                                """))
                .isEqualTo("5 4 3 2 1");
    }

    @Test
    void garbageThatHasGrownOldGoesUnasked() {
        assertThat(
                        text(
                                """
                                local held = {{}}
                                local weak = setmetatable({held[1]}, {__mode = "v"})
                                collectgarbage()
                                collectgarbage()
                                held = nil
                                while weak[1] do local garbage = {} end
                                return "gone"
                                """))
                .isEqualTo("gone");
    }

    @Test
    void loopThatWaitsForGarbageEnds() {
        assertThat(
                        text(
                                """
                                local name
                                setmetatable({}, {__gc = function()
                                  local info = debug.getinfo(1, "n")
                                  name = info.namewhat .. " " .. info.name
                                end})
                                repeat
                                  local garbage = {}
                                  collectgarbage()
                                until name
                                return name
                                """))
                .isEqualTo("metamethod __gc");
    }

    @Test
    void objectsInCyclesComeBackAsTheyWere() {
        assertThat(
                        text(
                                """
                                local saved
                                do
                                  local x = {name = "x"}
                                  x.self = x
                                  setmetatable(x, {__gc = function(o) saved = o end})
                                end
                                repeat collectgarbage() until saved
                                return tostring(saved.self == saved) .. saved.name
                                """))
                .isEqualTo("truex");
    }

    @Test
    void anObjectIsFinalizedOnceUnlessItIsMarkedAgain() {
        assertThat(
                        text(
                                """
                                local count = 0
                                local mt = {}
                                mt.__gc = function(o)
                                  count = count + 1
                                  if count == 1 then setmetatable(o, mt) end
                                end
                                setmetatable({}, mt)
                                repeat collectgarbage() until count == 2
                                local unmarked = setmetatable({}, {})
                                getmetatable(unmarked).__gc = function() count = 100 end
                                unmarked = nil
                                for i = 1, 3 do collectgarbage() end
                                return tostring(count)
                                """))
                .isEqualTo("2");
    }

    @Test
    void errorsBecomeWarningsAndFinalizersCannotYieldOrCollect() {
        var err = new ByteArrayOutputStream();
        try (var context = context().err(err).build()) {
            var result =
                    context.eval(
                            "lua",
                            """
                            warn("@on")
                            local failed = false
                            setmetatable({}, {__gc = function() failed = true error("failed", 0) end})
                            repeat collectgarbage() until failed
                            local yielded, collected
                            local co = coroutine.wrap(function()
                              setmetatable({}, {__gc = function()
                                yielded = select(2, pcall(coroutine.yield, 1))
                                collected = tostring(collectgarbage())
                              end})
                              repeat collectgarbage() until collected
                              return "end"
                            end)
                            return co() .. " " .. collected .. " " .. yielded
                            """);

            assertThat(result.asString()).startsWith("end nil attempt to yield ");
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("Lua warning: error in __gc (failed)\n");
    }

    @Test
    void closingFinalizesWhatIsLeftOnlyWhereTheEmbedderAsksForIt() {
        var program =
                """
                kept = setmetatable({}, {__gc = function() print("first") end})
                other = setmetatable({}, {__gc = function()
                  setmetatable({}, {__gc = function() print("never") end})
                  print("second")
                end})
                """;
        var asked = new ByteArrayOutputStream();
        try (var context = context().option("lua.finalize-at-close", "true").out(asked).build()) {
            context.eval("lua", program);
        }
        var unasked = new ByteArrayOutputStream();
        try (var context = context().out(unasked).build()) {
            context.eval("lua", program);
        }

        assertThat(asked.toString(StandardCharsets.UTF_8)).isEqualTo("second\nfirst\n");
        assertThat(unasked.size()).isZero();
    }

    @Test
    void endlessFinalizerIsStopped() throws Exception {
        var looping = new CountDownLatch(1);
        var context = context().out(Embedder.reporting(looping)).build();
        var program =
                """
                setmetatable({}, {__gc = function() print("looping") while true do end end})
                while true do collectgarbage() end
                """;
        var guest = new FutureTask<>(() -> context.eval("lua", program));
        var thread = Thread.ofPlatform().start(guest);

        assertThat(looping.await(20, SECONDS)).isTrue();
        context.close(true);

        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        assertThatThrownBy(guest::get)
                .cause()
                .isInstanceOfSatisfying(
                        PolyglotException.class, end -> assertThat(end.isCancelled()).isTrue());
    }

    @Test
    void endlessFinalizerIsStoppedAtTheEndOfTheContext() throws Exception {
        var looping = new CountDownLatch(1);
        var context =
                context()
                        .option("lua.finalize-at-close", "true")
                        .out(Embedder.reporting(looping))
                        .build();
        context.eval(
                "lua",
                "kept = setmetatable({}, {__gc = function() print() while true do end end})");
        var closing = new FutureTask<>(context::close, true);
        var thread = Thread.ofPlatform().start(closing);

        assertThat(looping.await(20, SECONDS)).isTrue();
        context.close(true);

        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    }
}
