const later = (ms) => new Promise((done) => setTimeout(done, ms));

test("timeouts run in the order of their time, with their arguments", async () => {
  const order = [];
  setTimeout((...values) => order.push(...values), 20, "b", "c");
  setTimeout(() => order.push("a"), 10);
  setTimeout(() => order.push("now"));
  await later(30);
  assert.deepEqual(order, ["now", "a", "b", "c"]);
});

test("a cleared timeout does not run", async () => {
  let ran = false;
  const timer = setTimeout(() => (ran = true), 10);
  clearTimeout(timer);
  clearTimeout(undefined);
  await later(20);
  assert.equal(ran, false);
});

test("an interval repeats until it is cleared", async () => {
  let count = 0;
  const timer = setInterval(() => {
    if (++count === 3) clearInterval(timer);
  }, 10);
  await later(100);
  assert.equal(count, 3);
});

test("an exception in a callback is logged", async () => {
  setTimeout(() => {
    throw new Error("boom");
  }, 1);
  await later(5);
  assert.match(Array.from(takeLines())[0], /^error Uncaught Error: boom/);
});

test("microtasks run before timers", async () => {
  const order = [];
  setTimeout(() => order.push("timer"), 0);
  queueMicrotask(() => order.push("microtask"));
  await later(1);
  assert.deepEqual(order, ["microtask", "timer"]);
});

test("a callback must be a function", () => {
  assert.throws(() => setTimeout("alert(1)", 1), TypeError);
  assert.throws(() => queueMicrotask(1), TypeError);
});
