import { state } from "perigee";

/** Changes some fields of a stored order. */
export async function change(id, fields) {
  const order = await state.get(`order/${id}`);
  await state.put(`order/${id}`, { ...order, ...fields });
}
