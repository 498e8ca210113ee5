/* assert for tests, in the strict manner: equal means Object.is, deepEqual compares structures of the same types. */
"use strict";

(function ({ library }) {
  const deeplyEqual = library("equality");
  const show = (value) => library("inspect").show(value, { depth: 6 });

  class AssertionError extends Error {
    constructor({ message, actual, expected, operator }) {
      super(message);
      Object.assign(this, { code: "ERR_ASSERTION", actual, expected, operator });
    }
    get name() {
      return "AssertionError";
    }
  }

  function check(holds, message, details) {
    if (holds) return;
    if (message instanceof Error) throw message;
    throw new AssertionError({ ...details, message: message ?? details.message });
  }

  function compare(operator, relation, holds) {
    return (actual, expected, message) =>
      check(holds(actual, expected), message, {
        message: `expected ${show(actual)} ${relation} ${show(expected)}`,
        actual,
        expected,
        operator,
      });
  }

  /** Whether a thrown value is what a test expects: a class, a pattern of its text, a predicate or its properties. */
  function fits(thrown, expected) {
    if (expected === undefined || typeof expected === "string") return true;
    if (expected instanceof RegExp) return expected.test(String(thrown));
    if (typeof expected === "function") {
      if (expected.prototype !== undefined && thrown instanceof expected) return true;
      return Error.isPrototypeOf(expected) || expected === Error ? false : expected(thrown) === true;
    }
    return Object.keys(expected).every((key) => {
      const [wanted, found] = [expected[key], thrown?.[key]];
      return wanted instanceof RegExp && typeof found === "string" ? wanted.test(found) : deeplyEqual(found, wanted);
    });
  }

  function checkThrown(operator, thrown, expected, message) {
    check(thrown !== undefined, message ?? (typeof expected === "string" ? expected : undefined), {
      message: operator === "rejects" ? "expected a rejection, but the promise was fulfilled" : "expected an exception, but none was thrown",
      expected,
      operator,
    });
    check(fits(thrown.value, expected), message, {
      message: `${show(thrown.value)} is not the error that was expected: ${show(expected)}`,
      actual: thrown.value,
      expected,
      operator,
    });
  }

  function caught(action) {
    try {
      action();
    } catch (value) {
      return { value };
    }
    return undefined;
  }

  async function caughtLater(subject) {
    try {
      await (typeof subject === "function" ? subject() : subject);
    } catch (value) {
      return { value };
    }
    return undefined;
  }

  function unexpected(operator, thrown, message) {
    check(thrown === undefined, message, {
      message: thrown && `expected no error, but got ${show(thrown.value)}`,
      actual: thrown?.value,
      operator,
    });
  }

  const ok = (value, message) =>
    check(value, message, { message: `expected a true value, but got ${show(value)}`, actual: value, expected: true, operator: "ok" });
  const assert = (value, message) => ok(value, message);
  const equal = compare("strictEqual", "to equal", Object.is);
  const notEqual = compare("notStrictEqual", "not to equal", (a, b) => !Object.is(a, b));
  const deepEqual = compare("deepStrictEqual", "to deeply equal", deeplyEqual);
  const notDeepEqual = compare("notDeepStrictEqual", "not to deeply equal", (a, b) => !deeplyEqual(a, b));

  return Object.assign(assert, {
    AssertionError,
    ok,
    equal,
    strictEqual: equal,
    notEqual,
    notStrictEqual: notEqual,
    deepEqual,
    deepStrictEqual: deepEqual,
    notDeepEqual,
    notDeepStrictEqual: notDeepEqual,
    match: compare("match", "to match", (text, pattern) => typeof text === "string" && pattern.test(text)),
    doesNotMatch: compare("doesNotMatch", "not to match", (text, pattern) => !pattern.test(text)),
    fail: (message = "failed") => check(false, message, { operator: "fail" }),
    ifError: (value) => check(value === null || value === undefined, undefined, { message: `expected no error, but got ${show(value)}`, actual: value }),
    throws: (action, expected, message) => checkThrown("throws", caught(action), expected, message),
    doesNotThrow: (action, message) => unexpected("doesNotThrow", caught(action), message),
    rejects: async (subject, expected, message) => checkThrown("rejects", await caughtLater(subject), expected, message),
    doesNotReject: async (subject, message) => unexpected("doesNotReject", await caughtLater(subject), message),
  });
})
