package dev.perigee.lua.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LuaTests {

    @TempDir private Path folder;

    @Test
    void exitsWithTheCodeTheProgramAsksFor() throws Exception {
        assertThat(Lua.run(new String[] {"-e", "os.exit(7)"})).isEqualTo(7);
        assertThat(Lua.run(new String[] {"-e", "os.exit(true)"})).isZero();
        assertThat(Lua.run(new String[] {"-e", "os.exit(false)"})).isEqualTo(1);
    }

    @Test
    void exitsWithOneWhenTheProgramFails() throws Exception {
        assertThat(Lua.run(new String[] {"-e", "error('expected by a test')"})).isEqualTo(1);
        assertThat(Lua.run(new String[] {"-e", "this is not Lua"})).isEqualTo(1);
        assertThat(Lua.run(new String[] {"--unknown"})).isEqualTo(1);
        assertThat(Lua.run(new String[] {folder.resolve("missing.lua").toString()})).isEqualTo(1);
    }

    @Test
    void scriptsFindTheirArguments() throws Exception {
        var script = folder.resolve("script.lua");
        Files.writeString(
                script,
                """
                assert(arg[0]:match("script.lua$") and arg[1] == "a" and arg[2] == "b" and #arg == 2)
                assert(arg[-1] == "x = 1" and arg[-2] == "-e" and arg[-3] == "lua" and x == 1)
                assert(select("#", ...) == 2 and (...) == "a")
                """);

        assertThat(Lua.run(new String[] {"-e", "x = 1", script.toString(), "a", "b"})).isZero();
    }

    @Test
    void strictLeavesOutWhatOlderVersionsHad() throws Exception {
        var code = "assert(unpack == nil and bit == nil and math.pow == nil and setfenv == nil)";

        assertThat(Lua.run(new String[] {"--strict", "-e", code})).isZero();
        assertThat(Lua.run(new String[] {"-e", code})).isEqualTo(1);
    }

    @Test
    void filesAreWrittenReadAndRemoved() throws Exception {
        var code =
                """
                local name = os.tmpname()
                local f <close> = assert(io.open(name, "w+"))
                f:write("one\\n", 2, "\\n0x10 rest")
                f:seek("set")
                local a, b, c, d = f:read("l", "n", "n", "a")
                assert(a == "one" and b == 2 and c == 16 and d == " rest")
                for line in io.lines(name) do assert(line) end
                assert(os.remove(name) and not io.open(name))
                """;

        assertThat(Lua.run(new String[] {"-e", code})).isZero();
    }
}
