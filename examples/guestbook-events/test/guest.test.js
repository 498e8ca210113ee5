import { state } from "perigee";
import guest from "../app/entries/guest.js";

test("shows a guest who has signed", async () => {
  await state.put("entries/guest/Ada", { name: "Ada", times: 2 });

  assert.deepEqual(await guest({ name: "Ada" }), { name: "Ada", times: 2 });
});
