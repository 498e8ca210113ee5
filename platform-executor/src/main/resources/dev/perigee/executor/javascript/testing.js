/*
 * Tests of a project: test(name, fn) registers, run() runs what was registered, one after the other, and answers
 * { tap, total, failed, skipped } with the report as TAP 13.
 */
"use strict";

(function ({ library }) {
  const assert = library("assert");
  const show = (value) => library("inspect").show(value, { depth: 6 });
  let registered = [];
  let before = [];
  let after = [];

  function register(directive, args) {
    const [name, options, fn] = typeof args[0] === "function" ? [args[0].name, {}, args[0]] : args.length > 2 ? args : [args[0], {}, args[1]];
    if (typeof name !== "string") throw new TypeError("test(name, fn): the name must be a string");
    if (typeof fn !== "function" && directive !== "todo") throw new TypeError(`test "${name}" has no function`);
    const skip = directive === "skip" || options.skip;
    const todo = directive === "todo" || options.todo;
    registered.push({ name, fn, skip, todo, only: directive === "only" || options.only === true });
  }

  const test = (...args) => register("", args);
  test.skip = (...args) => register("skip", args);
  test.todo = (...args) => register("todo", args);
  test.only = (...args) => register("only", args);
  test.beforeEach = (fn) => before.push(fn);
  test.afterEach = (fn) => after.push(fn);

  const yaml = (text) => JSON.stringify(String(text));

  function diagnosis(error) {
    const lines = ["  ---", `  message: ${yaml(error instanceof Error ? error.message : show(error))}`, "  severity: fail"];
    if (error instanceof assert.AssertionError) {
      lines.push(`  operator: ${error.operator}`);
      if ("expected" in error && error.expected !== undefined) lines.push(`  expected: ${yaml(show(error.expected))}`);
      if ("actual" in error) lines.push(`  actual: ${yaml(show(error.actual))}`);
    } else if (error instanceof Error) {
      lines.push(`  error: ${yaml(error.name)}`);
    }
    const frames = String(error?.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
    if (frames.length > 0) lines.push("  stack: |-", ...frames.map((line) => `    ${line.trim()}`));
    return [...lines, "  ..."];
  }

  async function outcome({ fn, skip, todo }) {
    if (skip) return { ok: true, directive: ` # SKIP${typeof skip === "string" ? ` ${skip}` : ""}`, skipped: true };
    const directive = todo ? ` # TODO${typeof todo === "string" ? ` ${todo}` : ""}` : "";
    if (fn === undefined) return { ok: false, directive, excused: true };
    try {
      for (const hook of before) await hook();
      try {
        await fn();
      } finally {
        for (const hook of after) await hook();
      }
      return { ok: true, directive };
    } catch (error) {
      return { ok: false, directive, error: { value: error }, excused: Boolean(todo) };
    }
  }

  async function run() {
    const only = registered.some((each) => each.only);
    const chosen = only ? registered.filter((each) => each.only) : registered;
    const lines = ["TAP version 13", `1..${chosen.length}`];
    let [failed, skipped] = [0, 0];
    for (const [index, each] of chosen.entries()) {
      const { ok, directive, error, excused, skipped: wasSkipped } = await outcome(each);
      if (!ok && !excused) failed++;
      if (wasSkipped) skipped++;
      // A "#" in a name would begin a directive.
      const name = each.name.replace(/\s*\n\s*/g, " ").replace(/#/g, "\\#");
      lines.push(`${ok ? "ok" : "not ok"} ${index + 1} - ${name}${directive}`);
      if (error !== undefined) lines.push(...diagnosis(error.value));
    }
    lines.push(`# tests ${chosen.length}`, `# pass ${chosen.length - failed - skipped}`, `# fail ${failed}`, `# skip ${skipped}`);
    [registered, before, after] = [[], [], []];
    return { tap: lines.join("\n") + "\n", total: chosen.length, failed, skipped };
  }

  return { test, assert, run };
})
