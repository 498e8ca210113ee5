import { call, query } from "./client";

export type Outcome = "returned" | "rejected" | "failed" | "timed_out" | "limit_exceeded" | "refused";

export const outcomes: readonly Outcome[] = ["returned", "rejected", "failed", "timed_out", "limit_exceeded", "refused"];

export interface Invocation {
  id: string;
  function: string;
  version: number;
  outcome: Outcome;
  origin: string;
  startedAt: string;
  durationMs: number;
  error: string | null;
}

/** What an invocation from this page came to. */
export interface InvocationAnswer {
  id: string;
  outcome: Outcome;
  status: number;
  durationMs: number;
  result: unknown;
  error: unknown;
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
  before?: string | null;
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
    call<Invocation[]>(`/api/v1/invocations${query({ ...filter })}`, { signal }),
  get: (id: string, signal?: AbortSignal) =>
    call<Invocation>(`/api/v1/invocations/${encodeURIComponent(id)}`, { signal }),
  logs: (id: string, signal?: AbortSignal) =>
    call<LogLine[]>(`/api/v1/invocations/${encodeURIComponent(id)}/logs`, { signal }),
};
