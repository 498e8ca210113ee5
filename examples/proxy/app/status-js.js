import { http, reject } from "perigee";
import { url } from "../lib/upstream.js";

// The same in JavaScript, where a call is awaited.
export default async (args, ctx) => {
  const target = url(args, ctx.env) ?? reject("give a url, or set UPSTREAM_URL");
  const answer = await http.get(target, { timeout: 3000 });
  return { url: target, status: answer.status, bytes: answer.body.length };
};
