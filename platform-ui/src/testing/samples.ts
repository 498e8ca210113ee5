import type { FunctionSummary } from "../api/functions";
import type { Invocation } from "../api/invocations";
import type { Topic, TopicEvent } from "../api/topics";
import type { Trigger } from "../api/triggers";

export function sampleFunction(name: string, more: Partial<FunctionSummary> = {}): FunctionSummary {
  return {
    name,
    owner: "api",
    runtime: "lua",
    liveVersion: 1,
    latestVersion: 1,
    createdAt: "2026-03-01T10:00:00Z",
    updatedAt: "2026-03-01T10:00:00Z",
    ...more,
  };
}

export function sampleVersion(number: number, source: string) {
  return {
    number,
    hash: `hash${number}0000000000`,
    runtime: "lua",
    handler: "main.lua",
    size: source.length,
    live: number === 1,
    createdAt: "2026-03-01T10:00:00Z",
    files: { "main.lua": source },
  };
}

export function sampleInvocation(id: string, more: Partial<Invocation> = {}): Invocation {
  return {
    id,
    function: "hello",
    version: 1,
    outcome: "returned",
    origin: "http",
    startedAt: "2026-03-01T10:00:00Z",
    durationMs: 1.5,
    error: null,
    alias: "live",
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    logLines: 0,
    ...more,
  };
}

export function sampleTopic(name: string): Topic {
  return {
    name,
    retention: { ageMs: 604_800_000, bytes: 1_610_612_736 },
    events: { partitions: 8, appended: 12_345, kept: 12_000 },
    createdAt: "2026-03-01T10:00:00Z",
  };
}

export function sampleEvent(offset: number): TopicEvent {
  return {
    partition: 0,
    offset,
    id: `event-${offset}`,
    key: "ada",
    payload: { total: offset },
    headers: {},
    appendedAt: "2026-03-01T10:00:00Z",
  };
}

export function sampleTrigger(name: string, more: Partial<Trigger> = {}): Trigger {
  return {
    name,
    topic: "orders",
    function: "orders/handle",
    options: { batchSize: 1, retry: { attempts: 4 }, onFailure: "park" },
    createdAt: "2026-03-01T10:00:00Z",
    paused: false,
    totals: {
      published: 2_000,
      delivered: 700,
      parked: 60,
      dropped: 6,
      pending: 1_234,
      retried: 9,
      unaccounted: 0,
      deadLetters: 60,
      blockedPartitions: 0,
    },
    ...more,
  };
}
