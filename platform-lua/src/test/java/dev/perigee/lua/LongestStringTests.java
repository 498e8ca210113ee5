package dev.perigee.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LongestStringTests {

    private static final int LONGEST = 1_000_000;

    /** Each makes a string of its argument's length, which is even, and returns it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "return ('x'):rep(...)",
                "return ('x'):rep(... / 2, ''):rep(2)",
                "return ('x'):rep(... - 1) .. 'y'",
                "return 'y' .. ('x'):rep(... - 1)",
                "local s = 'x' while #s < ... do s = s .. 'x' end return s",
                "return table.concat({('x'):rep(... - 2), 'y'}, ',')",
                "return table.concat({('x'):rep(... - 5), 12345})",
                "local t = {} for i = 1, ... do t[i] = '' end return table.concat(t, 'x') .. 'x'",
                "return (('x'):rep(... / 2):gsub('x', 'yy'))",
                "return (('x'):rep(... - 2):gsub('^', 'yy'))",
                "return (('x'):rep(... / 2):gsub('x', function() return 'yy' end))",
                "return ('%s%s'):format(('x'):rep(... - 1), 'y')",
                "return ('%q'):format(('x'):rep(... - 2))",
                "return string.pack('z', ('x'):rep(... - 1))",
                "return require('cjson').encode(('x'):rep(... - 2))",
                "return os.date(('%%'):rep(... / 2)) .. ('x'):rep(... / 2)"
            })
    void aLongerOneIsALuaError(String program) {
        try (var context = context(Integer.toString(LONGEST))) {
            var make = context.eval("lua", "return function(...) " + program + " end");

            assertThat(make.execute(LONGEST).asString()).hasSize(LONGEST);
            assertThatThrownBy(() -> make.execute(LONGEST + 2))
                    .isInstanceOf(PolyglotException.class)
                    .hasMessageEndingWith("not enough memory");
        }
    }

    @Test
    void whatTheHostGivesMayBeLonger() {
        try (var context = context(Integer.toString(LONGEST))) {
            var text = "x".repeat(LONGEST + 1);
            var upper = context.eval("lua", "return function(s) return s:upper() end");

            assertThat(upper.execute(text).asString()).isEqualTo("X".repeat(LONGEST + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65535", "1073741825"})
    void whatIsNoLengthIsRefused(String length) {
        assertThatThrownBy(() -> context(length).initialize("lua"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lua.max-string");
    }

    private static Context context(String longest) {
        return Context.newBuilder("lua").option("lua.max-string", longest).build();
    }
}
