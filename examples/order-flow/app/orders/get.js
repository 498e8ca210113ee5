import { http, state } from "perigee";

// GET /orders/:id
export default async ({ id }) =>
  (await state.get(`order/${id}`)) ?? http.response({ status: 404, body: { error: `no order ${id}` } });
