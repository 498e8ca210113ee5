package dev.perigee.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lua and JavaScript in one context: each uses the values of the other as its own. */
@Timeout(60)
class SharedContextTests {

    private Context context;

    @BeforeEach
    void open() {
        context = Context.create("lua", "js");
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void luaUsesObjectsListsAndFunctionsOfJavaScript() {
        var object =
                context.eval(
                        "js", "({count: 2, list: [10, 20, 30], twice: (x) => x * 2, own: {}})");
        var use =
                context.eval(
                        "lua",
                        """
                        return function(o)
                          o.own.text = "from Lua"
                          local sum = 0
                          for i, v in ipairs(o.list) do sum = sum + v end
                          local names = {}
                          for name in pairs(o) do names[#names + 1] = name end
                          table.sort(names)
                          return string.format("%d %d %d %d %s", o.count, #o.list, sum,
                            o.twice(21), table.concat(names, ","))
                        end
                        """);

        assertThat(use.execute(object).asString()).isEqualTo("2 3 60 42 count,list,own,twice");
        assertThat(object.getMember("own").getMember("text").asString()).isEqualTo("from Lua");
    }

    @Test
    void javaScriptUsesTablesAndFunctionsOfLua() {
        var table =
                context.eval(
                        "lua",
                        "return {name = 'n', list = {1, 2, 3}, add = function(a, b) return a + b"
                                + " end}");
        var use =
                context.eval(
                        "js",
                        "(t) => `${t.name} ${t.list.length} ${t.list[0]} ${t.add(40, 2)}"
                                + " ${Array.from(t.list).reduce((a, b) => a + b)}`");

        assertThat(use.execute(table).asString()).isEqualTo("n 3 1 42 6");
    }

    @Test
    void errorsCrossAsErrorsOfTheOther() {
        var protect =
                context.eval("lua", "return function(f) return select(2, pcall(f)) .. '' end");
        var failing = context.eval("js", "() => { throw new Error('of JavaScript') }");
        var attempt =
                context.eval("js", "(f) => { try { f() } catch (e) { return String(e.message) } }");
        var broken = context.eval("lua", "return function() error('of Lua', 0) end");

        assertThat(protect.execute(failing).asString()).contains("of JavaScript");
        assertThat(attempt.execute(broken).asString()).contains("of Lua");
        assertThatThrownBy(() -> broken.execute())
                .isInstanceOfSatisfying(
                        PolyglotException.class,
                        error -> assertThat(error.isGuestException()).isTrue());
    }
}
