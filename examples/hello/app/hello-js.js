import { greet } from "../lib/greet.js";

// The same in JavaScript; a handler may also be async.
export default ({ name }) => greet(name ?? "JavaScript");
