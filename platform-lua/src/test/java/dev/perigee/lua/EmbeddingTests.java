package dev.perigee.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EmbeddingTests {

    private static final String TAKES_TURNS =
            """
            return function(name)
              local co = coroutine.wrap(function()
                local answer = suspend(name)
                coroutine.yield(answer .. tostring(select(2, coroutine.running())))
                return "never"
              end)
              return co() .. tostring(select(2, coroutine.running()))
            end
            """;

    @Test
    void valuesCrossInBothDirections() {
        try (var context = Context.create("lua")) {
            var table =
                    context.eval(
                            "lua", "return {1, 2, name = 'Ann', f = function(x) return x * 2 end}");

            assertThat(table.getMember("name").asString()).isEqualTo("Ann");
            assertThat(table.getArrayElement(1).asInt()).isEqualTo(2);
            assertThat(table.getMember("f").execute(21).asInt()).isEqualTo(42);
            assertThat(context.eval("lua", "return nil").isNull()).isTrue();
        }
    }

    @Test
    void hostObjectsAreIndexedCalledAndCounted() {
        try (var context = Context.create("lua")) {
            var host =
                    ProxyObject.fromMap(
                            Map.of(
                                    "twice",
                                    (ProxyExecutable) arguments -> arguments[0].asInt() * 2,
                                    "text",
                                    "äöü"));
            context.getBindings("lua").putMember("host", host);

            assertThat(context.eval("lua", "return host.twice(4) + #host.text").asInt())
                    .isEqualTo(14);
            assertThat(context.eval("lua", "return host.missing").isNull()).isTrue();
        }
    }

    @Test
    void pairsTraversesHostMapsAndLists() {
        try (var context = Context.newBuilder("lua").allowHostAccess(HostAccess.ALL).build()) {
            var show =
                    context.eval(
                            "lua",
                            """
                            return function(o)
                              local found = {}
                              for k, v in pairs(o) do
                                if type(v) ~= "userdata" then found[#found + 1] = k .. "=" .. v end
                              end
                              table.sort(found)
                              return table.concat(found, " ")
                            end
                            """);

            assertThat(show.execute(Map.of("a", 1, "b", "two")).asString()).isEqualTo("a=1 b=two");
            assertThat(show.execute(ProxyArray.fromArray(7, 8)).asString()).isEqualTo("1=7 2=8");
            assertThat(show.execute(ProxyObject.fromMap(Map.of("x", 1.5))).asString())
                    .isEqualTo("x=1.5");
        }
    }

    @Test
    void errorsAreGuestExceptionsWithAPlace() {
        try (var context = Context.create("lua")) {
            var source =
                    Source.newBuilder("lua", "local t = nil\nreturn t.x", "a.lua").buildLiteral();

            var thrown = catchThrowableOfType(PolyglotException.class, () -> context.eval(source));

            assertThat(thrown.isGuestException()).isTrue();
            assertThat(thrown.getMessage())
                    .isEqualTo("a.lua:2: attempt to index a nil value (local 't')");
            assertThat(thrown.getSourceLocation().getStartLine()).isEqualTo(2);
        }
    }

    @Test
    void whatIsNotLuaIsASyntaxError() {
        try (var context = Context.create("lua")) {
            var thrown =
                    catchThrowableOfType(
                            PolyglotException.class, () -> context.eval("lua", "x = = 1"));

            assertThat(thrown.isSyntaxError()).isTrue();
            assertThat(thrown.getMessage()).contains("unexpected symbol near '='");
        }
    }

    @Test
    void contextsOfOneEngineShareCodeButNoValues() {
        var source =
                Source.newBuilder("lua", "count = (count or 0) + 1 return count", "count.lua")
                        .buildLiteral();
        try (var engine = Engine.newBuilder("lua").build();
                var first = Context.newBuilder("lua").engine(engine).build();
                var second = Context.newBuilder("lua").engine(engine).build()) {
            first.eval(source);
            assertThat(first.eval(source).asInt()).isEqualTo(2);
            assertThat(second.eval(source).asInt()).isEqualTo(1);
        }
    }

    @Test
    void nothingOfTheHostIsInReach() {
        try (var context = Context.create("lua")) {
            for (var name : List.of("java", "Java", "luajava", "Polyglot")) {
                assertThatThrownBy(
                                () ->
                                        context.eval(
                                                "lua", "return " + name + "('java.lang.System')"))
                        .isInstanceOf(PolyglotException.class);
            }
            assertThat(context.eval("lua", "return (io.open('/etc/passwd'))").isNull()).isTrue();
            assertThat(context.eval("lua", "return (loadfile('/etc/passwd'))").isNull()).isTrue();
            assertThat(context.eval("lua", "return (io.tmpfile())").isNull()).isTrue();
            assertThat(context.eval("lua", "return (os.remove('/tmp/x'))").isNull()).isTrue();
            assertThat(context.eval("lua", "return (os.execute('true'))").isNull()).isTrue();
            assertThatThrownBy(() -> context.eval("lua", "io.popen('true')"))
                    .isInstanceOf(PolyglotException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while true do end",
                "repeat until false",
                "for i = 1, math.huge do end",
                "::top:: goto top",
                "local function f() return f() end f()",
                "local t = {} while true do t[#t + 1] = 1 t[#t] = nil end",
                "while true do pcall(error) end",
                "while true do pcall(function() while true do end end) end",
                "string.find(('a'):rep(30000), ('a*'):rep(20) .. 'b')",
                "string.gsub(('a'):rep(1e6), '.-b', '')",
                "local t = {} for i = 1, 1e6 do t[i] = i % 7 end while true do table.sort(t,"
                        + " function(a, b) return a > b end) end",
                "local co = coroutine.wrap(function() while true do coroutine.yield() end end)"
                        + " while true do co() end",
                "local co = coroutine.wrap(function() while true do end end) co()",
                "setmetatable(_G, {__index = function(t, k) return t[k .. 'x'] end}) while true do"
                        + " pcall(function() return y end) end"
            })
    void everyLoopCanBeInterrupted(String program) throws Exception {
        var started = new CountDownLatch(1);
        try (var context = Context.newBuilder("lua").out(Embedder.reporting(started)).build()) {
            var thrown = new AtomicReference<Throwable>();
            var guest =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            context.eval("lua", "print() " + program);
                                        } catch (PolyglotException interrupted) {
                                            thrown.set(interrupted);
                                        }
                                    });
            started.await();
            Thread.sleep(100);
            interrupt(context);
            guest.join(20_000);

            assertThat(guest.isAlive()).isFalse();
            assertThat(thrown.get())
                    .isInstanceOfSatisfying(
                            PolyglotException.class, e -> assertThat(e.isInterrupted()).isTrue());
        }
    }

    /** Of arguments that become more and more, deeper than there is memory for. */
    @Test
    void aRecursionCanBeInterruptedOnItsWayDown() throws Exception {
        var started = new CountDownLatch(1);
        var program = "print() local function f(...) return 1 + f(1, ...) end f()";
        try (var context =
                Context.newBuilder("lua")
                        .option("lua.call-depth", "100000")
                        .out(Embedder.reporting(started))
                        .build()) {
            var thrown = new AtomicReference<Throwable>();
            var guest =
                    new Thread(
                            null,
                            () -> thrown.set(catchThrowable(() -> context.eval("lua", program))),
                            "guest",
                            1L << 30);
            guest.start();
            started.await();
            Thread.sleep(50);
            interrupt(context);
            guest.join(20_000);

            assertThat(guest.isAlive()).isFalse();
            assertThat(thrown.get())
                    .isInstanceOfSatisfying(
                            PolyglotException.class, e -> assertThat(e.isInterrupted()).isTrue());
        }
    }

    private static void interrupt(Context context) {
        try {
            context.interrupt(Duration.ofSeconds(20));
        } catch (TimeoutException late) {
            throw new AssertionError("the guest did not stop", late);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local function f() return 1 + f() end f()",
                "local t = setmetatable({}, {}) getmetatable(t).__index = function(_, k) return"
                        + " t[k] end return t.x",
                "local s = string.rep('x', 1e10)",
                "local s = 'x' while true do s = s .. s end",
                "return ('x'):rep(100, ('y'):rep(1e8))",
                "return string.gsub(('('):rep(1000), '%(', '%1%1') .. load(('('):rep(10000))"
            })
    void exhaustionIsALuaError(String program) {
        try (var context = Context.create("lua")) {
            context.getBindings("lua").putMember("program", program);

            var message =
                    context.eval(
                            "lua",
                            "local ok, message = pcall(load(program)) return ok and '' or"
                                    + " tostring(message)");

            assertThat(message.asString()).isNotEmpty();
        }
    }

    /** An embedder may suspend one call of a context within a host function and run another. */
    @Test
    void callsOfOneContextMayTakeTurns() {
        var scope = new ContinuationScope("embedder");
        try (var context = Context.create("lua")) {
            context.getBindings("lua").putMember("suspend", Embedder.suspending(scope));
            var call = context.eval("lua", TAKES_TURNS);
            var results = new ArrayList<String>();
            var calls =
                    List.of("a", "b", "c").stream()
                            .map(
                                    name ->
                                            new Continuation(
                                                    scope,
                                                    () ->
                                                            results.add(
                                                                    call.execute(name).asString())))
                            .toList();
            context.enter();
            calls.forEach(Continuation::run);
            calls.forEach(Continuation::run);
            context.leave();

            assertThat(results).containsExactly("afalsetrue", "bfalsetrue", "cfalsetrue");
        }
    }
}
