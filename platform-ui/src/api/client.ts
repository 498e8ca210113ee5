import { Problem } from "./problem";
import { session } from "../session/session";
import { connection } from "./connection";

interface Call {
  method?: "GET" | "POST" | "PUT" | "DELETE" | "PATCH";
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** Tried instead of the session's token, without touching the session when it is refused. */
  token?: string;
  headers?: Record<string, string>;
}

/** Calls the management API. Every failure is a {@link Problem}; an aborted call rejects as fetch does. */
export async function call<T>(path: string, options: Call = {}): Promise<T> {
  const response = await open(path, options);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  if (text === "") return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new Problem(response.status, "The answer is not JSON", `${path} answered something this page cannot read.`);
  }
}

/** A part of a list; next is the address of the part after it. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

export async function page<T>(path: string, signal?: AbortSignal): Promise<Page<T>> {
  const response = await open(path, { signal });
  const items = (await response.json()) as T[];
  return { items, next: /<([^>]+)>;\s*rel="next"/.exec(response.headers.get("Link") ?? "")?.[1] ?? null };
}

/** Reads a list whole, page after page. */
export async function pages<T>(path: string, signal?: AbortSignal): Promise<T[]> {
  const all: T[] = [];
  for (let next: string | null = path; next !== null; ) {
    const part: Page<T> = await page<T>(next, signal);
    all.push(...part.items);
    next = part.next;
  }
  return all;
}

/** Like {@link call}, but leaves the body to the caller. */
export async function open(path: string, { method = "GET", body, signal, token, headers: more }: Call = {}): Promise<Response> {
  const headers = new Headers({ Accept: "application/json, application/problem+json, text/event-stream", ...more });
  const bearer = token ?? session.token();
  if (bearer !== null) headers.set("Authorization", `Bearer ${bearer}`);
  const init: RequestInit = { method, headers };
  if (body !== undefined) {
    headers.set("Content-Type", "application/json");
    init.body = JSON.stringify(body);
  }
  if (signal) init.signal = signal;

  const response = await reach(path, init);
  if (response.ok) return response;
  if (response.status === 401 && token === undefined) session.refused();
  throw await Problem.from(response);
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(path, init);
    connection.up();
    return response;
  } catch (error) {
    if (init.signal?.aborted) throw error;
    connection.down();
    throw Problem.unreachable();
  }
}

/** A query string of what is set, with its question mark, or nothing. */
export function query(parameters: Record<string, string | number | null | undefined>): string {
  const set = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return set.length === 0 ? "" : `?${new URLSearchParams(set.map(([name, value]) => [name, String(value)]))}`;
}
