test("copies data deeply, with cycles and shared parts", () => {
  const shared = { x: 1 };
  const value = { list: [shared, shared, undefined, null, 1n], when: new Date(5), re: /a/gi, map: new Map([[shared, 1]]), set: new Set(["a"]) };
  value.self = value;
  const copy = structuredClone(value);
  assert.deepEqual(copy, value);
  assert.notEqual(copy.list[0], shared);
  assert.equal(copy.list[0], copy.list[1]);
  assert.equal([...copy.map.keys()][0], copy.list[0]);
  assert.equal(copy.self, copy);
});

test("copies bytes and keeps views on one buffer together", () => {
  const bytes = new Uint8Array([1, 2, 3, 4]);
  const copy = structuredClone({ a: bytes.subarray(1, 3), b: bytes });
  assert.deepEqual(Array.from(copy.a), [2, 3]);
  copy.b[1] = 9;
  assert.equal(copy.a[0], 9);
  assert.equal(bytes[1], 2);
});

test("copies errors with their type and cause", () => {
  const copy = structuredClone(new TypeError("bad", { cause: { code: 1 } }));
  assert.ok(copy instanceof TypeError);
  assert.equal(copy.message, "bad");
  assert.deepEqual(copy.cause, { code: 1 });
});

test("loses prototypes and getters, keeps sparse arrays", () => {
  class Point {
    x = 1;
    get y() {
      return 2;
    }
  }
  assert.deepEqual(structuredClone(new Point()), { x: 1 });
  const sparse = structuredClone([1, , 3]);
  assert.equal(1 in sparse, false);
  assert.equal(sparse.length, 3);
});

test("refuses functions, symbols and promises", () => {
  for (const value of [() => 1, { f() {} }, Symbol("a"), Promise.resolve(1), new WeakMap()]) {
    assert.throws(() => structuredClone(value), { name: "DataCloneError", code: 25 });
  }
  assert.throws(() => structuredClone(), TypeError);
});

test("transfers buffers", () => {
  const buffer = new ArrayBuffer(8);
  const copy = structuredClone({ buffer }, { transfer: [buffer] });
  assert.equal(copy.buffer.byteLength, 8);
  assert.equal(buffer.detached, true);
});
