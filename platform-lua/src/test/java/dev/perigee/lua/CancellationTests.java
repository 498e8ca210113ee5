package dev.perigee.lua;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CancellationTests {

    private static final long STACK = 64L << 20;

    private static final String LOOP = "local function loop() print() while true do end end ";

    /**
     * Each reaches an endless loop another way; {@code again} and {@code collect} are the host's.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "loop()",
                "pcall(loop)",
                "xpcall(error, loop)",
                "coroutine.wrap(loop)()",
                "coroutine.wrap(function() coroutine.yield(loop()) end)()",
                "coroutine.wrap(function() pcall(loop) end)()",
                "again(loop)",
                "pcall(again, loop)",
                "again(function() again(loop) end)",
                "table.sort({1, 2}, loop)",
                "string.gsub('x', 'x', loop)",
                "load(loop)",
                "for _ in loop do end",
                "local t = setmetatable({}, {__index = loop}) return t.x",
                "local t = setmetatable({}, {__gc = loop}) t = nil while true do collectgarbage()"
                        + " end",
                "setmetatable({}, {__gc = loop}) while true do collect() end",
                "local t <close> = setmetatable({}, {__close = loop})",
                "local t <close> = setmetatable({}, {__close = print}) loop()",
                "debug.sethook(loop, 'l')\nlocal x = 1",
                "debug.sethook(loop, 'c') tostring(1)",
                "print() local function deep() return 1 + deep() end while true do pcall(deep) end"
            })
    void endsTheGuestAsCancelled(String program) throws Exception {
        var end = cancelled(LOOP + program, 100);

        assertThat(end.isCancelled()).as("%s", end).isTrue();
        assertThat(end.isInternalError()).isFalse();
    }

    /** A stack of thousands of functions is not described, which would take its time. */
    @Test
    void deepRecursionEndsWithoutItsStackTrace() throws Exception {
        var end =
                cancelled(
                        "local function deep(n) if n == 0 then print() while true do end end"
                                + " return 1 + deep(n - 1) end deep(1500)",
                        10);

        assertThat(end.isCancelled()).isTrue();
        assertThat(end.getPolyglotStackTrace()).hasSizeLessThan(100);
    }

    private static PolyglotException cancelled(String program, long afterMs) throws Exception {
        var started = new CountDownLatch(1);
        var context =
                Context.newBuilder("lua")
                        .option("lua.hooks", "true")
                        .option("lua.collect-garbage", "true")
                        .out(Embedder.reporting(started))
                        .build();
        var globals = context.getBindings("lua");
        globals.putMember("again", (ProxyExecutable) arguments -> arguments[0].execute());
        globals.putMember("collect", (ProxyExecutable) arguments -> collect());
        var thrown = new AtomicReference<@Nullable Throwable>();
        Runnable run = () -> thrown.set(catchThrowable(() -> context.eval("lua", program)));
        var guest = new Thread(null, run, "guest", STACK);
        guest.start();
        assertThat(started.await(20, SECONDS)).isTrue();
        Thread.sleep(afterMs);
        context.close(true);
        guest.join(20_000);
        assertThat(guest.isAlive()).isFalse();
        assertThat(thrown.get()).isInstanceOf(PolyglotException.class);
        return (PolyglotException) requireNonNull(thrown.get());
    }

    @SuppressWarnings("SystemGc")
    private static boolean collect() {
        System.gc();
        return true;
    }
}
