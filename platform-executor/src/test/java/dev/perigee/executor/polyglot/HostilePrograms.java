package dev.perigee.executor.polyglot;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.Limit;
import dev.perigee.executor.Limits;
import dev.perigee.executor.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Programs that try to take more than their share, and what must become of them. */
final class HostilePrograms {

    static final Limits LIMITS =
            new Limits(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(40),
                    128L << 20,
                    16L << 20,
                    64L << 10,
                    4);

    static final Predicate<Outcome> TIMED_OUT =
            outcome -> outcome instanceof Outcome.TimedOut || exceeds(outcome, Limit.CPU_TIME);
    static final Predicate<Outcome> FAILED = outcome -> outcome instanceof Outcome.Failed;
    static final Predicate<Outcome> MEMORY = outcome -> exceeds(outcome, Limit.MEMORY);
    static final Predicate<Outcome> EITHER =
            outcome -> TIMED_OUT.test(outcome) || MEMORY.test(outcome);
    static final Predicate<Outcome> EITHER_OR_FAILED =
            outcome -> EITHER.test(outcome) || FAILED.test(outcome);
    static final Predicate<Outcome> RESULT = outcome -> exceeds(outcome, Limit.RESULT_SIZE);

    private HostilePrograms() {}

    private static boolean exceeds(Outcome outcome, Limit which) {
        return outcome instanceof Outcome.LimitExceeded(var limit, _) && limit == which;
    }

    record Program(String name, FunctionCode code, Predicate<Outcome> expected) {

        /** Those who shall not run out of time get what they need on a busy machine. */
        Limits limits() {
            return expected.test(new Outcome.TimedOut(LIMITS.deadline()))
                    ? LIMITS
                    : LIMITS.withDeadline(Duration.ofSeconds(40));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Program> javascript() {
        return List.of(
                of("endless loop", "export default () => { while (true) {} }", TIMED_OUT),
                of(
                        "endless loop after an await",
                        "export default async () => { await null; for (;;) {} }",
                        TIMED_OUT),
                of(
                        "allocation bomb",
                        "export default () => { const a = []; for (;;) a.push(new"
                                + " Array(1000).fill(a.length)); }",
                        MEMORY),
                of(
                        "bomb that stays reachable",
                        "globalThis.kept = []; export default () => { for (;;) kept.push({ text:"
                                + " 'x'.repeat(100) + kept.length }); }",
                        MEMORY),
                of("recursion", "export default function f(a) { return f(a) + f(a) }", FAILED),
                of(
                        "log flood",
                        "export default () => { for (;;) console.log('flood '.repeat(20)); }",
                        EITHER),
                of("big result", "export default () => 'x'.repeat(60e6)", RESULT),
                of("huge result", "export default () => 'x'.repeat(100e6)", FAILED),
                of(
                        "hopeless pattern",
                        "export default () =>"
                                + " /^(([a-z])+.)+[A-Z]([a-z])+\\1$/.test('a'.repeat(40))",
                        outcome -> !(outcome instanceof Outcome.Refused)),
                of(
                        "promises without end",
                        "export default async () => { for (;;) await null; }",
                        EITHER),
                of(
                        "a promise that never settles",
                        "export default () => new Promise(() => {})",
                        TIMED_OUT));
    }

    private static Program of(String name, String text, Predicate<Outcome> expected) {
        return new Program("javascript: " + name, Calls.javascript(text), expected);
    }

    static List<Program> lua() {
        return List.of(
                lua("endless loop", "while true do end", TIMED_OUT),
                lua("endless tail calls", "local function f() return f() end f()", EITHER),
                lua("endless goto", "::again:: goto again", TIMED_OUT),
                lua("caught again and again", "while true do pcall(error) end", EITHER),
                lua(
                        "allocation bomb",
                        "local t = {} while true do t[#t + 1] = { #t, tostring(#t) } end",
                        MEMORY),
                lua(
                        "growing string",
                        "local s = 'x' while true do s = s .. s end",
                        EITHER_OR_FAILED),
                lua(
                        "bomb that stays reachable",
                        "kept = {} while true do kept[#kept + 1] = ('x'):rep(1000) .. #kept end",
                        MEMORY),
                lua("recursion", "local function f() return 1 + f() end return f()", FAILED),
                lua(
                        "recursion by coroutines",
                        "local function f() return coroutine.wrap(f)() end return f()",
                        EITHER_OR_FAILED),
                lua("log flood", "while true do print(('flood '):rep(20)) end", EITHER),
                lua("big result", "return ('x'):rep(60000000)", RESULT),
                lua("big result of bytes", "return ('x'):rep(22000000):reverse()", RESULT),
                lua(
                        "hopeless pattern",
                        "return ('a'):rep(40000):find(('.-'):rep(8) .. 'b')",
                        TIMED_OUT),
                lua(
                        "loop in a coroutine",
                        "coroutine.wrap(function() while true do end end)()",
                        TIMED_OUT),
                lua(
                        "sort with a senseless order",
                        "local t = {} for i = 1, 1e4 do t[i] = i end while true do"
                                + " pcall(table.sort, t, function() return true end) end",
                        EITHER));
    }

    private static Program lua(String name, String body, Predicate<Outcome> expected) {
        var code = Calls.lua("return function() " + body + " end");
        return new Program("lua: " + name, code, expected);
    }
}
