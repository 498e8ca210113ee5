import { call } from "./client";

export type SpanKind = "request" | "filters" | "backend" | "function";

export interface Span {
  spanId: string;
  parentSpanId?: string;
  kind: SpanKind;
  name: string;
  startedAt: string;
  durationMs: number;
  error?: string;
  /** Of a function its invocation's id, of a request its status. */
  subject?: string;
}

export interface Trace {
  traceId: string;
  spans: Span[];
}

export const tracesApi = {
  get: (traceId: string, signal?: AbortSignal) => call<Trace>(`/api/v1/traces/${encodeURIComponent(traceId)}`, { signal }),
};
