import { url } from "../lib/upstream.js";

test("falls back to the configured address", () => {
  assert.equal(url({}, { UPSTREAM_URL: "https://b.example" }), "https://b.example");
});
