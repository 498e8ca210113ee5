package dev.perigee.executor.javascript;

import static org.assertj.core.api.Assertions.assertThat;

import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JavaScriptTestingTests {

    private final JavaScriptGuest guest = new JavaScriptGuest();

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void reportsPassedFailedAndSkippedTestsAsTap() {
        var report =
                report(
                        """
                        test("adds", () => assert.equal(1 + 1, 2));
                        test("is wrong", () => assert.equal(1 + 1, 3));
                        test("waits", async () => { await new Promise((d) => setTimeout(d, 5)); throw new Error("late"); });
                        test.skip("later #1", () => assert.fail());
                        test("some day", { todo: "issue #12" }, () => assert.fail());
                        """);

        assertThat(report.getMember("failed").asInt()).isEqualTo(2);
        assertThat(report.getMember("skipped").asInt()).isEqualTo(1);
        assertThat(report.getMember("total").asInt()).isEqualTo(5);
        assertThat(tap(report))
                .startsWith("TAP version 13\n1..5\nok 1 - adds\nnot ok 2 - is wrong\n  ---\n")
                .contains("  message: \"expected 2 to equal 3\"\n")
                .contains("  expected: \"3\"\n  actual: \"2\"\n")
                .contains("not ok 3 - waits\n  ---\n  message: \"late\"\n")
                .contains("ok 4 - later \\#1 # SKIP\n")
                .contains("not ok 5 - some day # TODO issue #12\n")
                .endsWith("# tests 5\n# pass 2\n# fail 2\n# skip 1\n");
    }

    @Test
    void runsHooksAroundEachTest() {
        var report =
                report(
                        """
                        const order = [];
                        test.beforeEach(() => order.push("before"));
                        test.afterEach(() => order.push("after"));
                        test("fails", () => { order.push("a"); assert.fail(); });
                        test("sees both", () => assert.deepEqual(order, ["before", "a", "after", "before"]));
                        """);

        assertThat(tap(report)).contains("not ok 1 - fails").contains("\nok 2 - sees both");
    }

    @Test
    void runsOnlyWhatIsMarked() {
        var report = report("test('a', () => assert.fail()); test.only('b', () => {});");

        assertThat(tap(report)).contains("1..1\nok 1 - b\n");
    }

    @Test
    void failsEveryAssertionThatDoesNotHold() {
        var report =
                report(
                        """
                        const failing = {
                          ok: () => assert.ok(0), call: () => assert(false), equal: () => assert.equal(1, "1"),
                          notEqual: () => assert.notEqual(NaN, NaN), deep: () => assert.deepEqual({ a: [1] }, { a: [2] }),
                          deepType: () => assert.deepEqual([], {}), deepKeys: () => assert.deepEqual({ a: undefined }, { b: undefined }),
                          map: () => assert.deepEqual(new Map([[1, 2]]), new Map([[1, 3]])),
                          set: () => assert.deepEqual(new Set([1]), new Set([2])), date: () => assert.deepEqual(new Date(1), new Date(2)),
                          bytes: () => assert.deepEqual(new Uint8Array([1]), new Uint8Array([2])),
                          error: () => assert.deepEqual(new Error("a"), new Error("b")),
                          notDeep: () => assert.notDeepEqual([{ a: 1 }], [{ a: 1 }]), throws: () => assert.throws(() => {}),
                          throwsOther: () => assert.throws(() => { throw new Error("a"); }, /b/),
                          throwsType: () => assert.throws(() => { throw new Error("a"); }, TypeError),
                          throwsKeys: () => assert.throws(() => { throw new Error("a"); }, { message: "b" }),
                          doesNotThrow: () => assert.doesNotThrow(() => { throw 1; }), rejects: () => assert.rejects(async () => {}),
                          rejectsOther: () => assert.rejects(Promise.reject(new Error("x")), { message: /y/ }),
                          doesNotReject: () => assert.doesNotReject(Promise.reject(1)), match: () => assert.match("a", /b/),
                          doesNotMatch: () => assert.doesNotMatch("a", /a/), ifError: () => assert.ifError(new Error("x")), fail: () => assert.fail(),
                        };
                        for (const [name, fn] of Object.entries(failing)) test(name, fn);
                        """);

        assertThat(report.getMember("failed").asInt()).isEqualTo(25);
        assertThat(tap(report)).doesNotContain("\nok ");
    }

    @Test
    void passesEveryAssertionThatHolds() {
        var report =
                report(
                        """
                        const cyclic = () => { const a = { b: [1] }; a.self = a; return a; };
                        const passing = {
                          deep: () => assert.deepEqual({ a: [1, { b: NaN }], c: "x" }, { c: "x", a: [1, { b: NaN }] }),
                          cyclic: () => assert.deepEqual(cyclic(), cyclic()),
                          map: () => assert.deepEqual(new Map([[{ k: 1 }, [2]]]), new Map([[{ k: 1 }, [2]]])),
                          throwsPattern: () => assert.throws(() => { throw new TypeError("bad thing"); }, /TypeError: bad/),
                          throwsClass: () => assert.throws(() => { throw new TypeError("x"); }, TypeError),
                          throwsCheck: () => assert.throws(() => { throw 42; }, (thrown) => thrown === 42),
                          rejects: () => assert.rejects(Promise.reject(new Error("x")), { name: "Error", message: /x/ }),
                          message: () => assert.throws(() => assert.ok(0, "own words"), { message: "own words", code: "ERR_ASSERTION" }),
                        };
                        for (const [name, fn] of Object.entries(passing)) test(name, fn);
                        """);

        assertThat(tap(report)).doesNotContain("not ok");
        assertThat(report.getMember("total").asInt()).isEqualTo(8);
    }

    private Value report(String code) {
        guest.eval("(({ test, assert }) => {" + code + "})(modules['perigee/test'])");
        return guest.await(guest.eval("modules['perigee/test'].run()"));
    }

    private static String tap(Value report) {
        return report.getMember("tap").asString();
    }
}
