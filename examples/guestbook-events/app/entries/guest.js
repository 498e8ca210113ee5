import { http, state } from "perigee";

// GET /guests/:name
export default async ({ name }) => {
  const guest = await state.get(`entries/guest/${name}`);
  return guest ?? http.response({ status: 404, body: { error: `${name} has not signed` } });
};
