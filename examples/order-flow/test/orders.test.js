import { state } from "perigee";
import stock from "../app/orders/stock.js";
import place from "../app/orders/place.js";
import reserve from "../app/orders/reserve.js";
import ship from "../app/orders/ship.js";
import count from "../app/orders/count.js";

test("takes an order from the stock", async () => {
  await stock({ item: "book", count: 3 });
  const { id } = await place({ item: "book", count: 2, card: "4242" });

  await reserve({ id });

  assert.equal(await state.get("stock/book"), 1);
  assert.equal((await state.get(`order/${id}`)).status, "reserved");
});

test("rejects what is not there", async () => {
  const { id } = await place({ item: "pen", count: 1 });

  await reserve({ id });

  const order = await state.get(`order/${id}`);
  assert.equal(order.status, "rejected");
  assert.equal(order.reason, "only 0 of pen left");
});

test("counts the orders by status", async () => {
  const { id } = await place({ item: "cup", count: 1 });
  await ship({ id });

  await count({ time: "now" });

  const { counts } = await state.get("summary");
  assert.equal(counts.shipped, 1);
});

test("asks for a count", async () => {
  await assert.rejects(place({ item: "book", count: 0 }));
});
