const { flow, topics, state, http, channels, json, time, sleep } = perigee;
const taken = () => Array.from(calls()).map(([operation, json, attachment]) => ({ operation, argument: JSON.parse(json), attachment }));

test("flow.call passes arguments and gives the callee's data", async () => {
  answer("flow.call", '{"total":3}');
  assert.deepEqual(await flow.call("sums/add", { a: 1 }), { total: 3 });
  assert.deepEqual(taken(), [{ operation: "flow.call", argument: { function: "sums/add", args: { a: 1 } }, attachment: null }]);
});

test("flow.call gives undefined when the callee returned nothing", async () => {
  answer("flow.call", "");
  assert.equal(await flow.call("quiet"), undefined);
  taken();
});

test("a callee's rejection keeps its status and payload", async () => {
  refuse("flow.call", "rejected", 'the function "x" rejected', '{"status":400,"payload":{"field":"name"}}');
  await assert.rejects(flow.call("x"), { name: "PerigeeError", code: "rejected", status: 400, payload: { field: "name" }, message: 'the function "x" rejected' });
  taken();
});

test("arguments are checked before anything is called", async () => {
  await assert.rejects(flow.call(""), TypeError);
  await assert.rejects(flow.call("x", [1]), TypeError);
  await assert.rejects(topics.append("t", "x"), TypeError);
  await assert.rejects(topics.append("t", [1]), TypeError);
  await assert.rejects(state.cas("k", "1", 2), TypeError);
  await assert.rejects(http.get(), TypeError);
  assert.deepEqual(taken(), []);
});

test("topics.append takes a map or a list", async () => {
  answer("topics.append", "null");
  await topics.append("orders", { a: { n: 1 }, b: null });
  await topics.append("orders", [{ key: 5, payload: 1, headers: { h: "x" } }, { payload: 2 }]);
  await topics.append("orders", [{ payload: 1 }], { immediate: true });
  await assert.rejects(topics.append("orders", [{ key: {}, payload: 1 }]), TypeError);
  assert.deepEqual(taken().map(({ argument }) => argument), [
    { topic: "orders", events: [{ key: "a", payload: { n: 1 } }, { key: "b", payload: null }] },
    { topic: "orders", events: [{ key: "5", payload: 1, headers: { h: "x" } }, { key: null, payload: 2 }] },
    { topic: "orders", events: [{ key: null, payload: 1 }], immediate: true },
  ]);
});

test("state reads, writes, compares and lists", async () => {
  answer("state.get", '{"key":"k","value":[1],"version":3}');
  assert.deepEqual(await state.get("k"), [1]);
  assert.equal((await state.getEntry("k")).version, 3);
  answer("state.get", "null");
  assert.equal(await state.get("k"), undefined);
  answer("state.put", '{"version":4}');
  assert.equal(await state.put("k", { a: 1 }, { ttl: 60 }), 4);
  answer("state.cas", '{"swapped":false}');
  assert.equal(await state.cas("k", 3, 1), false);
  answer("state.cas", '{"swapped":true,"version":5}');
  assert.equal(await state.cas("k", 4, 1), 5);
  answer("state.delete", '{"deleted":true}');
  assert.equal(await state.delete("k"), true);
  answer("state.list", '{"entries":[],"next":null}');
  assert.deepEqual(await state.list("p/", { limit: 10 }), { entries: [], next: null });
  await state.delete("k", { immediate: true });
  const made = taken().map(({ operation, argument }) => [operation, argument]);
  assert.deepEqual(made[3], ["state.put", { key: "k", value: { a: 1 }, ttl: 60 }]);
  assert.deepEqual(made[4], ["state.cas", { key: "k", version: 3, value: 1 }]);
  assert.deepEqual(made[7], ["state.list", { prefix: "p/", limit: 10 }]);
  assert.deepEqual(made[8], ["state.delete", { key: "k", immediate: true }]);
});

test("channels.publish passes its context", async () => {
  answer("channels.publish", '{"values":[1]}');
  assert.deepEqual(await channels.publish("a:b", 1, { x: 2 }), [1]);
  assert.deepEqual(taken()[0].argument, { channel: "a:b", context: [1, { x: 2 }] });
});

test("channels.publish takes a list and changes the objects of its context", async () => {
  answer("channels.publish", '{"values":[],"context":[1,{"y":[3]},[9]]}');
  const [context, list] = [{ x: 2 }, [1, 2, 3]];
  assert.deepEqual(await channels.publish(["a", "b"], 1, context, list), []);
  assert.deepEqual(context, { y: [3] });
  assert.deepEqual(list, [9]);
  taken();
  await assert.rejects(() => channels.publish(5), /must be a string or an array of strings/);
});

test("http.request encodes bodies and decodes answers", async () => {
  answer("http.request", '{"status":201,"url":"http://h/","headers":[["Content-Type","application/json"],["Set-Cookie","a"],["set-cookie","b"]],"text":"{\\"ok\\":true}"}');
  const reply = await http.post("http://h/?x=1", { n: 1 }, { headers: { "X-A": ["1", "2"] }, query: { q: "a b", list: [1, 2] }, timeout: 50 });
  assert.equal(reply.status, 201);
  assert.equal(reply.ok, true);
  assert.deepEqual(reply.json(), { ok: true });
  assert.deepEqual(reply.headers, { "content-type": "application/json", "set-cookie": ["a", "b"] });
  assert.deepEqual(taken(), [
    {
      operation: "http.request",
      argument: {
        method: "POST",
        url: "http://h/?x=1&q=a%20b&list=1&list=2",
        headers: [["X-A", "1"], ["X-A", "2"], ["Content-Type", "application/json"]],
        timeout_ms: 50,
        text: true,
      },
      attachment: '{"n":1}',
    },
  ]);
});

test("http.get gives bytes as they are", async () => {
  answer("http.request", '{"status":200,"url":"http://h/","headers":[]}', new Uint8Array([0xff, 0, 65]));
  const reply = await http.get("http://h/");
  assert.deepEqual(Array.from(reply.bytes), [255, 0, 65]);
  assert.equal(reply.body, "\ufffd\u0000A");
  assert.equal(taken()[0].argument.method, "GET");
});

test("http.response checks its status", () => {
  assert.throws(() => http.response({ status: "200" }), RangeError);
  assert.throws(() => http.response({ status: 99 }), RangeError);
});

test("what is not available says so", async () => {
  refuse("channels.publish", "not_available", "channels.publish is not available here", null);
  await assert.rejects(channels.publish("a"), { code: "not_available", message: "channels.publish is not available here" });
  taken();
});

test("time, sleep and json", async () => {
  const before = time.now();
  await sleep(250);
  assert.equal(time.now() - before, 250);
  assert.match(time.iso(0), /^1970-01-01T00:00:00.000Z$/);
  assert.deepEqual(json.array(), []);
  assert.deepEqual(json.decode(json.encode({ a: json.null })), { a: null });
});

test("log writes at its level", () => {
  perigee.log.debug("x", { a: 1 });
  assert.deepEqual(Array.from(takeLines()), ["debug x { a: 1 }"]);
});
