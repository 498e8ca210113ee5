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
            assertThatThrownBy(() -> make.execute(LONGEST + 2).asString())
                    .isInstanceOf(PolyglotException.class)
                    .hasMessageEndingWith("not enough memory");
        }
    }

    /** So that what only measures strings or hands them on is told by their length. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "return #s",
                "return #(s .. s) - #s",
                "return #(s:rep(2) .. 'x') - #s - 1",
                "s = s .. '' return #s"
            })
    void aLongerOneHasALength(String program) {
        try (var context = context(Integer.toString(LONGEST))) {
            var length = context.eval("lua", "local s = ('x'):rep(1e8) " + program);

            assertThat(length.asInt()).isEqualTo(100_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s:byte()",
                "s:sub(1, 1)",
                "s:find('x')",
                "s:upper()",
                "tonumber(s)",
                "t[s]",
                "s == ('x'):rep(1e8)",
                "s < s",
                "print(s)",
                "io.write(s)",
                "error(s)",
                "('%s'):format(s)",
                "load(s)",
                "table.concat({s})"
            })
    void aLongerOneHasNoBytes(String expression) {
        try (var context = context(Integer.toString(LONGEST))) {
            var attempt = "pcall(function() return " + expression + " end)";
            var caught =
                    context.eval("lua", "local s, t = ('x'):rep(1e8), {} return {" + attempt + "}");

            assertThat(caught.getArrayElement(0).asBoolean()).isFalse();
            assertThat(caught.getArrayElement(1).asString()).endsWith("not enough memory");
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
