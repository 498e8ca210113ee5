/*
 * console.*: each call is one entry of the invocation's log. Objects are shown as Node shows them, on one line; only
 * text that itself has line feeds becomes several lines.
 */
"use strict";

(function ({ host, library }) {
  const counts = new Map();
  const timers = new Map();
  // Labels are a guest's own; a warm context must not collect them for ever.
  const maxLabels = 1000;

  function write(level, values, ticket) {
    const text = values.length === 1 && typeof values[0] === "string" ? values[0] : library("inspect").format(values);
    host.log(level, text, ticket);
  }

  function remember(labels, label, value) {
    if (labels.size >= maxLabels && !labels.has(label)) labels.clear();
    labels.set(label, value);
  }

  function elapsed(label, values) {
    if (!timers.has(label)) {
      write("warn", [`Timer '${label}' does not exist`]);
      return;
    }
    const ms = host.monotonic() - timers.get(label);
    const shown = ms >= 1000 ? `${(ms / 1000).toFixed(3)}s` : `${Number(ms.toFixed(3))}ms`;
    write("info", [`${label}: ${shown}`, ...values]);
  }

  const console = {
    log: (...values) => write("info", values),
    info: (...values) => write("info", values),
    debug: (...values) => write("debug", values),
    warn: (...values) => write("warn", values),
    error: (...values) => write("error", values),
    group: (...values) => write("info", values),
    groupCollapsed: (...values) => write("info", values),
    groupEnd() {},
    clear() {},
    table: (value) => write("info", [value]),
    dirxml: (...values) => write("info", values),
    dir: (value, options) => write("info", [library("inspect").show(value, options)]),
    trace(...values) {
      const frames = String(new Error().stack).split("\n").slice(2);
      write("error", [["Trace: " + library("inspect").format(values), ...frames].join("\n")]);
    },
    assert(condition, ...values) {
      if (condition) return;
      const message = values.length === 0 ? "" : `: ${library("inspect").format(values)}`;
      write("error", [`Assertion failed${message}`]);
    },
    count(label = "default") {
      const count = (counts.get(String(label)) ?? 0) + 1;
      remember(counts, String(label), count);
      write("info", [`${label}: ${count}`]);
    },
    countReset(label = "default") {
      counts.delete(String(label));
    },
    time(label = "default") {
      remember(timers, String(label), host.monotonic());
    },
    timeLog: (label = "default", ...values) => elapsed(String(label), values),
    timeEnd(label = "default") {
      elapsed(String(label), []);
      timers.delete(String(label));
    },
  };
  // For ctx.log, which writes to its own invocation; not enumerable, so that it does not look like console's.
  Object.defineProperty(console, "write", { value: write });
  return console;
})
