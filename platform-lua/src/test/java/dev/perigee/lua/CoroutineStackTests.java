package dev.perigee.lua;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What coroutines stand on: three kinds of stacks, and what embedders do with stacks themselves.
 */
@Timeout(60)
class CoroutineStackTests {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    private static final String NESTED =
            """
            return function(name)
              local outer = coroutine.wrap(function()
                local inner = coroutine.wrap(function()
                  local got = suspend(name)
                  coroutine.yield(got .. 1)
                  got = suspend(name)
                  coroutine.yield(got .. 2)
                end)
                coroutine.yield(inner())
                coroutine.yield(inner() .. tostring(coroutine.isyieldable()))
              end)
              return outer() .. outer() .. tostring(coroutine.isyieldable())
            end
            """;

    /** With less opened to it the language stands on other stacks and does the same. */
    @ParameterizedTest
    @ValueSource(strings = {"--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED", "-Dnothing=1"})
    void everyKindOfStackDoesTheSame(String flag, @TempDir Path folder) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, flag, "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow"));
        command.add("-Dpolyglot.engine.WarnInterpreterOnly=false");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.perigee.lua.launcher.Lua", "coroutines.lua"));
        var output = folder.resolve("printed");
        var process =
                new ProcessBuilder(command)
                        .directory(new File(GOLDEN.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        boolean ended = process.waitFor(40, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertThat(ended).isTrue();
        assertThat(output).hasSameTextualContentAs(GOLDEN.resolve("coroutines.out"));
    }

    /**
     * A call that is suspended within two coroutines leaves both stacks, and comes back to both.
     */
    @Test
    void anEmbedderMaySuspendWhatRunsInNestedCoroutines() {
        var scope = new ContinuationScope("embedder");
        var results = new ArrayList<String>();
        try (var context = Context.create("lua")) {
            context.getBindings("lua").putMember("suspend", Embedder.suspending(scope));
            var call = context.eval("lua", NESTED);
            var calls = new ArrayList<Continuation>();
            for (var name : List.of("a", "b")) {
                Runnable body = () -> results.add(call.execute(name).asString());
                calls.add(new Continuation(scope, body));
            }
            context.enter();
            for (int i = 0; i < 3; i++) {
                calls.forEach(Continuation::run);
            }
            context.leave();

            assertThat(results).containsExactly("a1a2truefalse", "b1b2truefalse");
            assertThat(calls).allMatch(Continuation::isDone);
        }
    }

    /** A virtual thread that waits within a coroutine gives its carrier away and goes on later. */
    @Test
    void aVirtualThreadMayWaitWithinACoroutine() throws Exception {
        var result = new CompletableFuture<String>();
        var program =
                """
                local step = coroutine.wrap(function()
                  for i = 1, 5 do wait() coroutine.yield(i) end
                end)
                return step() .. step() .. step()
                """;
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (var context = Context.create("lua")) {
                                ProxyExecutable wait =
                                        arguments -> {
                                            sleep();
                                            return null;
                                        };
                                context.getBindings("lua").putMember("wait", wait);
                                result.complete(context.eval("lua", program).asString());
                            } catch (PolyglotException failed) {
                                result.completeExceptionally(failed);
                            }
                        });

        assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo("123");
    }

    private static void sleep() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Calls what it is given while the JVM initialises it: through a frame that cannot move. */
    private static final class Pinning {
        private static @Nullable Value called;

        private static final class Initialised {
            static final String RESULT = requireNonNull(called).execute().asString();
        }

        static String call(Value function) {
            called = function;
            return Initialised.RESULT;
        }
    }

    @Test
    void aFrameThatCannotMoveRefusesTheYieldAndNothingElse() {
        var program =
                """
                return coroutine.wrap(function()
                  local message = pin(function() return select(2, pcall(coroutine.yield, 1)) end)
                  local again = coroutine.yield(message)
                  return again .. coroutine.yield("second")
                end)
                """;
        try (var context = Context.create("lua")) {
            ProxyExecutable pin = arguments -> Pinning.call(arguments[0]);
            context.getBindings("lua").putMember("pin", pin);
            var step = context.eval("lua", program);

            assertThat(step.execute().asString())
                    .endsWith("attempt to yield across a call that cannot be suspended");
            assertThat(step.execute("x").asString()).isEqualTo("second");
            assertThat(step.execute("y").asString()).isEqualTo("xy");
        }
    }

    /**
     * A coroutine that is left within such a call takes its state along, and no handler of others.
     */
    @Test
    void callsFromTheHostWithinACoroutineKeepTheirOwnState() {
        var program =
                """
                local step = coroutine.wrap(function()
                  local function inner() coroutine.yield("in") error("inner", 0) end
                  local ok, message = pcall(function() return call(inner) end)
                  coroutine.yield(tostring(ok) .. message)
                end)
                local first = step()
                local _, handled = xpcall(error, function(m) return m .. "!" end, "outer")
                return first .. handled .. step()
                """;
        try (var context = Context.create("lua")) {
            ProxyExecutable call = arguments -> arguments[0].execute();
            context.getBindings("lua").putMember("call", call);

            assertThat(context.eval("lua", program).asString()).isEqualTo("inouter!falseinner");
        }
    }
}
