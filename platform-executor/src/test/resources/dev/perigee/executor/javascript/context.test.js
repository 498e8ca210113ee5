test("globals that could block or reach out are gone", () => {
  for (const name of ["print", "load", "Graal", "Polyglot", "Java", "SharedArrayBuffer", "Atomics"]) {
    assert.equal(typeof globalThis[name], "undefined", name);
  }
});

test("the platform's globals are not enumerable", () => {
  assert.equal(Object.keys(globalThis).includes("setTimeout"), false);
  assert.equal(Object.keys(globalThis).includes("URL"), false);
});

test("a guest may replace a global", () => {
  globalThis.performance = "mine";
  assert.equal(performance, "mine");
});
