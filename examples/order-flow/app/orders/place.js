import { state, topics, uuid, reject } from "perigee";

// POST /orders {"item": "book", "count": 2, "card": "4242"}
export default async ({ item, count, card }) => {
  if (typeof item !== "string" || !Number.isInteger(count) || count < 1) reject("item and a count from 1 are needed");
  const order = { id: uuid.v7(), item, count, card, status: "placed" };
  await state.put(`order/${order.id}`, order);
  await topics.append("orders", [{ key: order.id, payload: { id: order.id } }]);
  return order;
};
