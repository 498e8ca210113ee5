import { state } from "perigee";

// Every ten seconds: how many orders there are of each status.
export default async ({ time }) => {
  const counts = {};
  let after;
  do {
    const page = await state.list("order/", { limit: 500, after });
    for (const { value } of page.entries) counts[value.status] = (counts[value.status] ?? 0) + 1;
    after = page.next;
  } while (after);
  await state.put("summary", { time, counts });
};
