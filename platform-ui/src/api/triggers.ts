import { call, page, pages, query } from "./client";
import type { TopicEvent } from "./topics";

interface Counts {
  published: number;
  delivered: number;
  parked: number;
  dropped: number;
  pending: number;
}

export interface TriggerPartition extends Counts {
  partition: number;
  position: number;
  attempts: number;
  blocked: boolean;
  retryAt?: string;
  lastError?: string;
}

export interface Trigger {
  name: string;
  topic: string;
  topicNamespace?: string;
  function: string;
  options: { batchSize: number; retry: { attempts: number }; onFailure: "park" | "block" };
  createdAt: string;
  paused: boolean;
  totals: Counts & { retried: number; unaccounted: number; deadLetters: number; blockedPartitions: number };
  /** Left out in lists. */
  partitions?: TriggerPartition[];
}

export interface DeadLetter {
  id: number;
  event: TopicEvent;
  attempts: number;
  error: string;
  parkedAt: string;
}

/** Some dead letters by their ids, or all. */
export type Chosen = { ids: number[] } | { all: true };

const path = (trigger: string, rest = "") => `/api/v1/triggers/${encodeURIComponent(trigger)}${rest}`;

export const triggersApi = {
  list: (signal?: AbortSignal) => pages<Trigger>("/api/v1/triggers", signal),
  get: (trigger: string, signal?: AbortSignal) => call<Trigger>(path(trigger), { signal }),
  pause: (trigger: string) => call<Trigger>(path(trigger, "/pause"), { method: "POST" }),
  resume: (trigger: string) => call<Trigger>(path(trigger, "/resume"), { method: "POST" }),
  seek: (trigger: string, to: string) => call<Trigger>(path(trigger, "/seek"), { method: "POST", body: { to } }),
  deadLetters: (trigger: string, after: string | null, signal?: AbortSignal) =>
    page<DeadLetter>(path(trigger, `/dead-letters${query({ after, limit: 50 })}`), signal),
  redrive: (trigger: string, chosen: Chosen) =>
    call<{ count: number }>(path(trigger, "/dead-letters/redrive"), { method: "POST", body: chosen }),
  drop: (trigger: string, chosen: Chosen) =>
    call<{ count: number }>(path(trigger, "/dead-letters/drop"), { method: "POST", body: chosen }),
};
