const lastCall = () => {
  const [, json, attachment] = Array.from(calls()).pop();
  return { ...JSON.parse(json), attachment };
};
const answered = (members, bytes) => {
  const json = JSON.stringify({ status: 200, status_text: "OK", url: "http://h/", headers: [], ...members });
  if (bytes) answer("http.request", json, bytes);
  else answer("http.request", json);
};

test("a plain fetch", async () => {
  answered({ headers: [["content-type", "application/json"], ["x-a", "1"]], text: '{"a":1}' });
  const response = await fetch("HTTP://H:80/a b");
  assert.equal(response.ok, true);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("X-A"), "1");
  assert.deepEqual(await response.json(), { a: 1 });
  assert.equal(response.bodyUsed, true);
  await assert.rejects(response.text(), TypeError);
  const { method, url, headers, attachment } = lastCall();
  assert.deepEqual({ method, url, headers, attachment }, { method: "GET", url: "http://h/a%20b", headers: [], attachment: null });
});

test("bodies of all kinds", async () => {
  answered({ text: "" });
  await fetch("http://h/", { method: "post", body: "é" });
  assert.deepEqual(lastCall().headers, [["content-type", "text/plain;charset=UTF-8"]]);
  await fetch("http://h/", { method: "PUT", body: new URLSearchParams({ a: "1 2" }), headers: { "Content-Type": "x/y" } });
  const form = lastCall();
  assert.deepEqual([form.method, form.headers, form.attachment], ["PUT", [["content-type", "x/y"]], "a=1+2"]);
  await fetch("http://h/", { method: "POST", body: new Uint8Array([0, 255]).subarray(1) });
  const binary = lastCall();
  assert.deepEqual([binary.headers, binary.attachment], [[], "\xff"]);
  assert.throws(() => new Request("http://h/", { body: "x" }), TypeError);
});

test("binary answers", async () => {
  answered({}, new Uint8Array([1, 0xff]));
  const response = await fetch("http://h/");
  const copy = response.clone();
  assert.deepEqual(Array.from(new Uint8Array(await response.arrayBuffer())), [1, 255]);
  assert.equal(await copy.text(), "\u0001\ufffd");
});

test("answers without a body", async () => {
  answered({ status: 204 });
  const response = await fetch("http://h/");
  assert.equal(await response.text(), "");
});

test("a failure is a TypeError with its cause", async () => {
  refuse("http.request", "address_refused", "10.0.0.1 is private", null);
  await assert.rejects(fetch("http://h/"), (error) => error instanceof TypeError && error.cause.code === "address_refused");
  await assert.rejects(fetch("no url"), TypeError);
});

test("a request can be built first", async () => {
  answered({ text: "" });
  const request = new Request("http://h/x", { method: "POST", body: "b", headers: [["a", "1"], ["a", "2"]] });
  await fetch(request, { headers: { b: "3" } });
  const call = lastCall();
  assert.deepEqual([call.method, call.url, call.attachment], ["POST", "http://h/x", "b"]);
  assert.deepEqual(call.headers, [["b", "3"], ["content-type", "text/plain;charset=UTF-8"]]);
});

test("an aborted fetch is rejected with the reason", async () => {
  answered({ text: "" });
  const controller = new AbortController();
  const pending = fetch("http://h/", { signal: controller.signal });
  controller.abort();
  await assert.rejects(pending, { name: "AbortError", code: 20 });
  await assert.rejects(fetch("http://h/", { signal: AbortSignal.abort("mine") }), (reason) => reason === "mine");
});

test("signals: timeout, any and listeners", async () => {
  const timed = AbortSignal.timeout(50);
  let seen;
  const any = AbortSignal.any([timed, new AbortController().signal]);
  any.addEventListener("abort", (event) => (seen = event.type));
  assert.equal(any.aborted, false);
  await new Promise((done) => setTimeout(done, 60));
  assert.equal(seen, "abort");
  assert.equal(any.reason.name, "TimeoutError");
  assert.throws(() => any.throwIfAborted(), { name: "TimeoutError" });
});

test("headers join values, keep cookies apart and refuse injection", () => {
  const headers = new Headers({ B: "2", a: " 1 " });
  headers.append("b", "3");
  headers.append("Set-Cookie", "x=1");
  headers.append("Set-Cookie", "y=2");
  assert.deepEqual([...headers], [["a", "1"], ["b", "2, 3"], ["set-cookie", "x=1"], ["set-cookie", "y=2"]]);
  assert.deepEqual(headers.getSetCookie(), ["x=1", "y=2"]);
  headers.delete("B");
  assert.equal(headers.has("b"), false);
  assert.equal(headers.get("none"), null);
  assert.throws(() => headers.set("a b", "1"), TypeError);
  assert.throws(() => headers.set("a", "1\r\nx: y"), TypeError);
});

test("responses for handlers", async () => {
  const response = Response.json({ a: 1 }, { status: 201 });
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.deepEqual(await response.json(), { a: 1 });
  assert.equal(Response.redirect("http://h/x", 303).headers.get("location"), "http://h/x");
  assert.throws(() => new Response("x", { status: 204 }), TypeError);
  assert.throws(() => new Response("x", { status: 600 }), RangeError);
});
