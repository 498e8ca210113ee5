import { state, reject } from "perigee";

// POST /stock {"item": "book", "count": 3}: concurrent deliveries of goods lose no book, since a commit that read an old count
// is not stored, and this runs again.
export default async ({ item, count }) => {
  if (typeof item !== "string" || !Number.isInteger(count) || count < 1) reject("item and a count from 1 are needed");
  const before = (await state.get(`stock/${item}`)) ?? 0;
  await state.put(`stock/${item}`, before + count);
  return { item, count: before + count };
};
