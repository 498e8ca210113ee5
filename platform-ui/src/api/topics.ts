import { call, pages, query } from "./client";

export interface Topic {
  name: string;
  schema?: unknown;
  retention: { ageMs: number | null; bytes: number | null };
  events: {
    partitions: number;
    appended: number;
    kept: number;
    /** Offsets by partition; left out in lists. */
    ranges?: { partition: number; first: number; next: number }[];
  };
  createdAt: string;
}

export interface TopicEvent {
  partition: number;
  offset: number;
  id: string;
  key?: string;
  payload: unknown;
  headers: Record<string, string>;
  appendedAt: string;
}

export interface EventsPage {
  events: TopicEvent[];
  /** The cursor to older events, when there are any. */
  older?: string;
}

export interface EventFilter {
  key?: string | null;
  before?: string | null;
  limit?: number;
}

const path = (topic: string, rest = "") => `/api/v1/topics/${encodeURIComponent(topic)}${rest}`;

export const topicsApi = {
  list: (signal?: AbortSignal) => pages<Topic>("/api/v1/topics", signal),
  get: (topic: string, signal?: AbortSignal) => call<Topic>(path(topic), { signal }),
  create: (name: string, partitions: number) => call<Topic>("/api/v1/topics", { method: "POST", body: { name, partitions } }),
  remove: (topic: string) => call<void>(path(topic), { method: "DELETE" }),
  events: (topic: string, filter: EventFilter, signal?: AbortSignal) =>
    call<EventsPage>(path(topic, `/events${query({ ...filter })}`), { signal }),
  append: (topic: string, event: { key?: string; payload: unknown }) =>
    call<void>(path(topic, "/events"), { method: "POST", body: event }),
  tailPath: (topic: string, key: string | null) => path(topic, `/events/tail${query({ key })}`),
};
