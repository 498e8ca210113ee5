import product from "../app/catalog/product.js";

test("a product that nobody knows is a cup", () => {
  assert.equal(product({ id: "9" }).name, "Cup");
});
