import { state, topics } from "perigee";
import { change } from "../../lib/order.js";

// For each event of "orders": takes the goods from the stock, or rejects the order.
export default async ({ id }) => {
  const order = await state.get(`order/${id}`);
  const stock = (await state.get(`stock/${order.item}`)) ?? 0;
  if (stock < order.count) {
    await change(id, { status: "rejected", reason: `only ${stock} of ${order.item} left` });
    return;
  }
  await state.put(`stock/${order.item}`, stock - order.count);
  await change(id, { status: "reserved" });
  await topics.append("payments", [{ key: id, payload: { id, card: order.card } }]);
};
