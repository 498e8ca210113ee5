import { vi } from "vitest";

export interface Sent {
  method: string;
  path: string;
  body: unknown;
  token: string | null;
}

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> } | Promise<never>;
type Handler = (sent: Sent) => Answer;

/** Plays the server: handlers by "METHOD path" (without the query), every call recorded. */
export function fakeServer(handlers: Record<string, Handler>): Sent[] {
  const calls: Sent[] = [];
  vi.stubGlobal("fetch", async (input: string, init: RequestInit = {}) => {
    const method = init.method ?? "GET";
    const headers = new Headers(init.headers);
    const sent: Sent = {
      method,
      path: input,
      body: typeof init.body === "string" ? JSON.parse(init.body) : undefined,
      token: headers.get("Authorization"),
    };
    calls.push(sent);
    const handler = handlers[`${method} ${input.split("?")[0]}`];
    const answer = await (handler?.(sent) ?? problem(404, "Not found"));
    const { status = 200, body, headers: more } = answer as { status?: number; body?: unknown; headers?: Record<string, string> };
    return new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json", ...more },
    });
  });
  return calls;
}

export function problem(status: number, title: string, more: object = {}) {
  return { status, body: { type: "about:blank", title, status, ...more } };
}
