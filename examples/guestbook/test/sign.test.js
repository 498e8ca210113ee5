import sign from "../app/guests/sign.js";

test("signs with a trimmed name", () => {
  assert.deepEqual(sign({ name: " Ada ", message: "Hello" }), {
    name: "Ada",
    message: "Hello",
    signed: true,
  });
});

test("asks for a name", () => {
  assert.throws(() => sign({ message: "Hello" }));
});
