export default ({ id }) => ({
  order: id,
  state: id === "8" ? "draft" : "placed",
  lines: [{ product: "1" }, { product: "2" }],
});
