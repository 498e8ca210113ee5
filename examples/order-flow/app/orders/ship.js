import { change } from "../../lib/order.js";

// For each event of "shipments".
export default async ({ id }) => {
  await change(id, { status: "shipped" });
};
