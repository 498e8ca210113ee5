import { QueryClient } from "@tanstack/react-query";
import { Problem } from "./problem";
import type { InvocationFilter } from "./invocations";

/** Every key of the query cache, so that invalidation and reading cannot drift apart. */
export const keys = {
  functions: ["functions"] as const,
  function: (name: string) => ["functions", name] as const,
  versions: (name: string) => ["functions", name, "versions"] as const,
  version: (name: string, number: number) => ["functions", name, "versions", number] as const,
  environment: (name: string) => ["functions", name, "environment"] as const,
  routes: ["routes"] as const,
  projects: ["projects"] as const,
  topics: ["topics"] as const,
  topic: (name: string) => ["topics", name] as const,
  events: (topic: string, key: string | null) => ["topics", topic, "events", key] as const,
  triggers: ["triggers"] as const,
  trigger: (name: string) => ["triggers", name] as const,
  deadLetters: (name: string) => ["triggers", name, "dead-letters"] as const,
  invocations: ["invocations"] as const,
  invocationList: (filter: InvocationFilter) => ["invocations", "list", filter] as const,
  invocation: (id: string) => ["invocations", id] as const,
  invocationLogs: (id: string) => ["invocations", id, "logs"] as const,
};

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        staleTime: 2_000,
        retry: (failures, error) => failures < 2 && error instanceof Problem && error.retryable,
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 4_000),
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}
