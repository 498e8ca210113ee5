package dev.perigee.executor.lua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LuaUnitTests {

    private final LuaGuest guest = new LuaGuest();

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void reportsPassedFailedAndSkippedTestsAsTap() {
        var report =
                report(
                        """
                        function test_alone() end
                        TestSuite = {}
                        function TestSuite:test_adds() lu.assertEquals(1 + 1, 2) end
                        function TestSuite:test_is_wrong() lu.assertEquals({ 1, x = 2 }, { 1, x = 3 }, "why") end
                        function TestSuite:test_crashes() local t = nil; return t.x end
                        function TestSuite:test_skips() lu.skip("not today") end
                        function TestSuite:helper() error("not a test") end
                        NotATest = { test_x = function() error("not run") end }
                        """);

        assertThat(report)
                .startsWith("TAP version 13\n1..5\nok 1 - TestSuite.test_adds\n")
                .contains("not ok 2 - TestSuite.test_crashes\n  ---\n  message: |-\n")
                .contains("  severity: error\n")
                .contains(
                        """
                        not ok 3 - TestSuite.test_is_wrong
                          ---
                          message: |-
                            why
                            expected: {1, x = 3}, actual: {1, x = 2}
                          severity: fail
                        """)
                .contains("ok 4 - TestSuite.test_skips # SKIP not today\n")
                .contains("ok 5 - test_alone\n");
    }

    @Test
    void runsSetUpAndTearDownAroundEachTest() {
        var report =
                report(
                        """
                        TestSuite = {}
                        local order = {}
                        function TestSuite:setUp() self.ready = true; order[#order + 1] = "up" end
                        function TestSuite:tearDown() order[#order + 1] = "down" end
                        function TestSuite:test_a() lu.assertTrue(self.ready); error("fails") end
                        function TestSuite:test_b() lu.assertEquals(order, { "up", "down", "up" }) end
                        """);

        assertThat(report).contains("not ok 1 - ").contains("\nok 2 - TestSuite.test_b\n");
    }

    @Test
    void failsEveryAssertionThatDoesNotHold() {
        var report =
                report(
                        """
                        local boom = function() error("boom") end
                        local cases = {
                          equals = { lu.assertEquals, 1, "1" }, tables = { lu.assertEquals, { 1, { 2 } }, { 1, { 3 } } },
                          extra_key = { lu.assertEquals, { a = 1 }, { a = 1, b = 2 } }, missing_key = { lu.assertEquals, { a = 1, b = 2 }, { a = 1 } },
                          not_equals = { lu.assertNotEquals, { 1 }, { 1 } }, almost = { lu.assertAlmostEquals, 1, 1.1, 0.01 },
                          not_almost = { lu.assertNotAlmostEquals, 1, 1.001, 0.01 }, items = { lu.assertItemsEquals, { 1, 2 }, { 2, 2 } },
                          contains = { lu.assertTableContains, { 1 }, 2 }, not_contains = { lu.assertNotTableContains, { 1 }, 1 },
                          is = { lu.assertIs, {}, {} }, not_is = { lu.assertNotIs, 1, 1 }, is_true = { lu.assertIsTrue, 1 },
                          is_false = { lu.assertFalse, nil }, is_nil = { lu.assertNil, false }, not_nil = { lu.assertNotNil, nil },
                          eval_true = { lu.assertEvalToTrue, nil }, eval_false = { lu.assertEvalToFalse, 0 }, nan = { lu.assertNaN, 1 },
                          not_nan = { lu.assertNotNaN, 0 / 0 }, inf = { lu.assertIsInf, 1 }, number = { lu.assertIsNumber, "1" },
                          string = { lu.assertIsString, 1 }, table = { lu.assertIsTable, 1 }, not_table = { lu.assertNotIsTable, {} },
                          boolean = { lu.assertIsBoolean, 1 }, fn = { lu.assertIsFunction, 1 }, str = { lu.assertStrContains, "abc", "x" },
                          pattern = { lu.assertStrContains, "abc", "^b", true }, plain = { lu.assertStrContains, "abc", "a.c" },
                          not_str = { lu.assertNotStrContains, "abc", "b" }, insensitive = { lu.assertStrIContains, "abc", "X" },
                          matches = { lu.assertStrMatches, "abc", "b" }, error = { lu.assertError, function() end },
                          message = { lu.assertErrorMsgEquals, "bang", boom }, part = { lu.assertErrorMsgContains, "bang", boom },
                          message_pattern = { lu.assertErrorMsgMatches, "bo", boom }, fail = { lu.fail, "x" }, fail_if = { lu.failIf, true, "x" },
                          older = { lu.assert_equals, 1, 2 }, older_is = { lu.assert_is_nil, 1 },
                        }
                        count = 0
                        for name, case in pairs(cases) do
                          count = count + 1
                          _G["test_" .. name] = function() case[1](table.unpack(case, 2, 5)) end
                        end
                        """);

        assertThat(report)
                .contains("1..41\n")
                .doesNotContain("\nok ")
                .doesNotContain("severity: error");
    }

    @Test
    void passesEveryAssertionThatHolds() {
        var report =
                report(
                        """
                        local boom = function(text) error(text) end
                        function test_all()
                          local a, b = { 1, { x = "y" } }, { 1, { x = "y" } }
                          a.self, b.self = a, b
                          lu.assertEquals(a, b)
                          lu.assertEquals(1, 1.0)
                          lu.assertAlmostEquals({ 1.001, 2 }, { 1, 2 }, 0.01)
                          lu.assertItemsEquals({ 1, { 2 }, x = 3 }, { { 2 }, 3, 1 })
                          lu.assertErrorMsgEquals("bang", boom, "bang")
                          lu.assertErrorMsgContains("an", boom, "bang")
                          lu.assertErrorMsgMatches(".*bang", boom, "bang")
                          lu.assertErrorMsgEquals({ code = 1 }, boom, { code = 1 })
                          lu.assertStrMatches("abc", "a.c")
                          lu.assertIsNumber(1) lu.assertNotIsNil(1) lu.assertIsInteger(1) lu.assertNotInteger(1.5)
                          lu.assertIsThread(coroutine.create(boom))
                          lu.success()
                          error("not reached")
                        end
                        """);

        assertThat(report).contains("1..1\nok 1 - test_all\n");
    }

    @Test
    void returnsTheNumberOfFailuresAndRunsWhatIsNamed() {
        var failures =
                guest.eval(
                                "named",
                                """
                                local lu = require("luaunit")
                                TestA = { test_x = function() error("x") end, test_y = function() end }
                                TestB = { test_z = function() error("z") end }
                                return lu.LuaUnit.run("-v", "TestA.test_x", "TestB") * 10 + lu.LuaUnit.new():runSuite("TestA.test_y")
                                """)
                        .asInt();

        assertThat(failures).isEqualTo(20);
    }

    private String report(String code) {
        var report = guest.eval("report", LuaGuest.resource("report.lua"));
        guest.eval("tests", "local lu = require('luaunit')\n" + code);
        return report.execute().asString();
    }
}
