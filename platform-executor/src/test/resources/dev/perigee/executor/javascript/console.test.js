const printed = (...values) => {
  console.log(...values);
  const lines = Array.from(takeLines());
  assert.equal(lines.length, 1);
  return lines[0].replace(/^info /, "");
};

test("text is printed as it is", () => {
  assert.equal(printed("hello"), "hello");
  assert.equal(printed(""), "");
  assert.equal(printed("a", 1, true, null, undefined), "a 1 true null undefined");
});

test("levels are kept", () => {
  console.debug("d");
  console.info("i");
  console.warn("w");
  console.error("e");
  assert.deepEqual(Array.from(takeLines()), ["debug d", "info i", "warn w", "error e"]);
});

test("text with line feeds becomes several lines", () => {
  console.log("a\nb\r\nc");
  assert.deepEqual(Array.from(takeLines()), ["info a", "info b", "info c"]);
});

test("objects and arrays as Node shows them", () => {
  assert.equal(printed({ a: 1, "b-c": "x", d: [1, 2] }), "{ a: 1, 'b-c': 'x', d: [ 1, 2 ] }");
  assert.equal(printed({}), "{}");
  assert.equal(printed([]), "[]");
  assert.equal(printed([1, , 3]), "[ 1, <1 empty item>, 3 ]");
  assert.equal(printed({ a: { b: { c: { d: 1 } } } }), "{ a: { b: { c: [Object] } } }");
  assert.equal(printed([[[[1]]]]), "[ [ [ [Array] ] ] ]");
  assert.equal(printed({ f() {}, g: () => 1, C: class C {}, D: class extends Map {} }), "{ f: [Function: f], g: [Function: g], C: [class C], D: [class D extends Map] }");
  assert.equal(printed(Object.create(null)), "[Object: null prototype] {}");
  assert.equal(printed(new (class Point { x = 1; })()), "Point { x: 1 }");
  assert.equal(printed({ get a() { return 1; }, set a(v) {}, get b() { return 1; } }), "{ a: [Getter/Setter], b: [Getter] }");
  assert.equal(printed({ [Symbol("s")]: 1 }), "{ [Symbol(s)]: 1 }");
});

test("primitives inside objects", () => {
  assert.equal(printed([-0, 1n, NaN, undefined, null, Symbol("x")]), "[ -0, 1n, NaN, undefined, null, Symbol(x) ]");
  assert.equal(printed(["it's", 'a "b"', "`'\"", "a\nb"]), "[ \"it's\", 'a \"b\"', '`\\'\"', 'a\\nb' ]");
});

test("built-in types", () => {
  assert.equal(printed(new Map([["a", { b: 1 }]])), "Map(1) { 'a' => { b: 1 } }");
  assert.equal(printed(new Set([1, "x"])), "Set(2) { 1, 'x' }");
  assert.equal(printed(new Date(0)), "1970-01-01T00:00:00.000Z");
  assert.equal(printed(new Date(NaN)), "Invalid Date");
  assert.equal(printed(/a+/g), "/a+/g");
  assert.equal(printed(new Uint8Array([1, 2])), "Uint8Array(2) [ 1, 2 ]");
  assert.equal(printed(Array(101).fill(0)), `[ ${"0, ".repeat(100)}... 1 more item ]`);
  assert.equal(printed(Promise.resolve(1)), "Promise {}");
});

test("cycles", () => {
  const a = { name: "a" };
  a.self = a;
  assert.equal(printed(a), "<ref *1> { name: 'a', self: [Circular *1] }");
  const shared = { x: 1 };
  assert.equal(printed([shared, shared]), "[ { x: 1 }, { x: 1 } ]");
});

test("errors show their stack and properties", () => {
  const error = Object.assign(new TypeError("bad"), { code: "E1" });
  console.log(error);
  const lines = Array.from(takeLines());
  assert.equal(lines[0], "info TypeError: bad");
  assert.match(lines[1], /^info\s+at /);
  assert.match(lines[lines.length - 1], /\{ code: 'E1' \}$/);
});

test("errors show their cause", () => {
  console.log(new Error("outer", { cause: "inner" }));
  const lines = Array.from(takeLines());
  assert.equal(lines[0], "info Error: outer");
  assert.match(lines[lines.length - 1], /\{ \[cause\]: 'inner' \}$/);
});

test("format specifiers", () => {
  assert.equal(printed("%s is %d", "x", 42, "rest"), "x is 42 rest");
  assert.equal(printed("%i %f %j %%", "12px", "1.5", { a: 1 }), '12 1.5 {"a":1} %');
  assert.equal(printed("%o", { a: 1 }), "{ a: 1 }");
  assert.equal(printed("100%", 1), "100% 1");
  assert.equal(printed("%s"), "%s");
});

test("counters, timers and assertions", async () => {
  console.count();
  console.count();
  console.countReset();
  console.count();
  console.time("t");
  await new Promise((done) => setTimeout(done, 20));
  console.timeEnd("t");
  console.timeEnd("t");
  console.assert(true, "not shown");
  console.assert(false, "shown %d", 1);
  assert.deepEqual(Array.from(takeLines()), [
    "info default: 1",
    "info default: 2",
    "info default: 1",
    "info t: 20ms",
    "warn Timer 't' does not exist",
    "error Assertion failed: shown 1",
  ]);
});
