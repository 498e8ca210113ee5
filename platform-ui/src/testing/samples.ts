import type { FunctionSummary } from "../api/functions";
import type { Invocation } from "../api/invocations";

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
