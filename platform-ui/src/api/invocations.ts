import { call, page, query } from "./client";

export const outcomes = ["returned", "rejected", "failed", "timed_out", "limit_exceeded", "refused", "cancelled"] as const;

export type Outcome = (typeof outcomes)[number];

export interface Invocation {
  id: string;
  function: string;
  version: number;
  outcome: Outcome;
  origin: string;
  startedAt: string;
  durationMs: number;
  error: string | null;
  /** The guest's stack; only of one invocation, and only when it has one. */
  stack?: string | null;
  alias: string;
  traceId: string;
  logLines: number;
}

/** What an invocation from this page came to. */
export interface InvocationAnswer {
  id: string;
  outcome: Outcome;
  status: number;
  durationMs: number;
  result?: unknown;
  error?: unknown;
  stack?: string;
  /** The whole HTTP answer, when the handler returned one. */
  response?: WholeResponse;
}

export interface WholeResponse {
  headers: { name: string; value: string }[];
  body?: string;
  /** The bytes, when they are no text. */
  bodyBase64?: string;
}

export interface LogLine {
  at: string;
  level: string;
  message: string;
  invocationId: string;
  function?: string;
}

export interface InvocationFilter {
  function?: string | null;
  outcome?: string | null;
  /** The first moment, as an ISO time. */
  from?: string | null;
  after?: string | null;
  limit?: number;
}

export const invocationsApi = {
  invoke: (name: string, input: unknown, signal?: AbortSignal) =>
    call<InvocationAnswer>(`/api/v1/functions/${encodeURIComponent(name)}/invocations`, {
      method: "POST",
      body: { input },
      signal,
    }),
  list: (filter: InvocationFilter, signal?: AbortSignal) =>
    page<Invocation>(`/api/v1/invocations${query({ ...filter })}`, signal),
  get: (id: string, signal?: AbortSignal) =>
    call<Invocation>(`/api/v1/invocations/${encodeURIComponent(id)}`, { signal }),
  logs: (id: string, signal?: AbortSignal) =>
    call<LogLine[]>(`/api/v1/invocations/${encodeURIComponent(id)}/logs`, { signal }),
};
