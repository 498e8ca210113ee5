package dev.perigee.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiled code gives the interpreter's results, and settles: code that is left again and again the
 * runtime gives up.
 */
class CompiledCodeTests {

    @TempDir private Path directory;

    /** The field is read from tables of more layouts than a node remembers. */
    private static final String MANY_LAYOUTS =
            """
            local tables = {}
            for i = 1, 10 do tables[i] = {["field" .. i] = i} end
            local function name(t) return t.name end
            for i = 1, 100000 do name(tables[i % #tables + 1]) end
            """;

    /** Loops of all lengths around those that their code handles at a time, left in every way. */
    private static final String LOOPS =
            """
            local function sum(n, stop)
              local s = 0
              for i = 1, n do if i == stop then break end s = s + i end
              return s
            end
            local function find(n, stop) for i = 1, n do if i == stop then return i end end end
            local function fail(n, stop)
              for i = n, 1, -1 do if i == stop then error(i, 0) end end
            end
            local function last(from, to, by) local r for i = from, to, by do r = i end return r end
            local function every(n, by) return coroutine.wrap(function()
              for i = 1, n do if i % by == 0 then coroutine.yield(i) end end
            end) end
            local function check(n, stop)
              local ran, found = math.min(n, stop - 1), stop <= n and stop or nil
              assert(sum(n, stop) == ran * (ran + 1) // 2, "sum")
              assert(find(n, stop) == found, "find")
              assert(select(2, pcall(fail, n, stop)) == found, "fail")
              assert(last(math.maxinteger - n, math.maxinteger, 1) == math.maxinteger, "last")
              assert(last(1, 3 * n, 3) == (n > 0 and 3 * n - 2 or nil), "last by 3")
              local count, by = 0, stop % 7 + 1
              for i in every(n, by) do count = count + 1 assert(i == count * by, "every") end
              assert(count == n // by, "count")
            end
            for round = 1, 60 do
              for n = 0, 13 do for stop = 1, n + 1 do check(n, stop) end end
              for n = 98, 105 do check(n, n - round % 8) check(2 * n, n + round) end
            end
            """;

    /** A branch that the loop's code does not have, for it was never taken before. */
    private static final String SURPRISES =
            """
            for round = 1, 5 do
              local sum = load([[
                local n, at = ...
                local s = 0
                for i = 1, n do if i == at then s = s + 100 end s = s + i end
                return s]], "=" .. round)
              for _ = 1, 20000 do sum(9, 0) end
              assert(sum(9, round) == 145, round)
            end
            """;

    private static final String COROUTINES =
            """
            local step = coroutine.wrap(function() while true do coroutine.yield(1) end end)
            local sum = 0
            for _ = 1, 20000 do sum = sum + step() end
            assert(sum == 20000)
            """;

    private static final String DIRECT_STACKS = "--add-opens=java.base/jdk.internal.vm=ALL-UNNAMED";

    @Test
    void aFieldThatManyKindsOfTablesLackIsReadByCompiledCode() throws Exception {
        assertEnds(MANY_LAYOUTS);
    }

    @Test
    void aLoopOfAnyLengthRunsAllItsRounds() throws Exception {
        assertEnds(LOOPS, DIRECT_STACKS);
    }

    @Test
    void coroutinesAreCompiledAlsoWhereTheirStacksAreThreads() throws Exception {
        assertEnds(COROUTINES);
    }

    @Test
    void aLoopWhoseCodeIsLeftGoesOnWithItsNextRound() throws Exception {
        assertEnds(SURPRISES);
    }

    /** In a process that fails where code cannot be compiled. */
    private void assertEnds(String program, String... options) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-XX:+UnlockExperimentalVMOptions"));
        command.addAll(List.of("-XX:+EnableJVMCI", "--upgrade-module-path=target/jit"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow"));
        command.add("-Dpolyglot.engine.AllowExperimentalOptions=true");
        command.add("-Dpolyglot.engine.BackgroundCompilation=false");
        command.add("-Dpolyglot.engine.CompilationFailureAction=Throw");
        command.add("-Djdk.graal.DumpPath=target/graal");
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.perigee.lua.launcher.Lua", "-e", program));
        var output = directory.resolve("output").toFile();
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output)
                        .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertThat(ended).isTrue();
        assertThat(process.exitValue()).as("%s", Files.readString(output.toPath())).isZero();
    }
}
