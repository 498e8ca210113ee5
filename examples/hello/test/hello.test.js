import hello from "../app/hello-js.js";

test("says hello", () => {
  assert.equal(hello({}), "Hello from JavaScript!");
});

test("uses the name", () => {
  assert.equal(hello({ name: "Ada" }), "Hello from Ada!");
});
