package dev.perigee.lua.builtins;

import static org.assertj.core.api.Assertions.assertThat;

import org.graalvm.polyglot.Context;
import org.junit.jupiter.api.Test;

/** Dumps look like the reference's from outside, and are nothing that runs by itself. */
class FunctionDumpTests {

    private static final String HEADER =
            """
            local dump = string.dump(function() local a, b = 1, 3 return a + b * 3 end)
            local sizes = string.pack("BBB", 4, string.packsize("j"), string.packsize("n"))
            local header = "\\27Lua\\x54\\0\\x19\\x93\\r\\n\\x1a\\n" .. sizes
            """;

    /** What the reference makes of a function that does nothing. */
    private static final String BYTE_CODE =
            """
            local code = "1b4c7561540019930d0a1a0a0408087856000000000000000000000028774000"
              .. "808181000002814700010080808080808080"
            local bytes = code:gsub("..", function(pair) return string.char(tonumber(pair, 16)) end)
            """;

    private static String run(String program) {
        try (var context = Context.create("lua")) {
            return context.eval("lua", program).asString();
        }
    }

    @Test
    void beginAsTheReferencesDo() {
        var program =
                """
                assert(dump:sub(1, #header) == header)
                local integer, number = string.unpack("jn", dump, #header + 1)
                return integer .. " " .. number .. " " .. load(dump)()
                """;
        assertThat(run(HEADER + program)).isEqualTo("22136 370.5 10");
    }

    @Test
    void areRefusedWhenDamagedOrCutOff() {
        var program =
                """
                for i = 1, #header do
                  local other = string.char(dump:byte(i) + 1)
                  assert(not load(dump:sub(1, i - 1) .. other .. dump:sub(i + 1)))
                end
                for i = 1, #dump - 1 do
                  local loaded, message = load(dump:sub(1, i))
                  assert(not loaded and message:find("truncated"), i)
                end
                return "all"
                """;
        assertThat(run(HEADER + program)).isEqualTo("all");
    }

    @Test
    void byteCodeOfTheReferenceIsRefused() {
        assertThat(run(BYTE_CODE + "return select(2, load(bytes, '=code'))"))
                .isEqualTo("code: bad binary format (not made by string.dump here)");
    }
}
