import { useQuery } from "@tanstack/react-query";
import { invocationsApi, type InvocationFilter } from "../api/invocations";
import { Problem } from "../api/problem";
import { keys } from "../api/queries";

/** The latest invocations of a filter, read again every few seconds while the page is visible. */
export function useInvocations(filter: InvocationFilter) {
  return useQuery({
    queryKey: keys.invocationList(filter),
    queryFn: ({ signal }) => invocationsApi.list(filter, signal),
    refetchInterval: 4_000,
    placeholderData: (previous) => previous,
  });
}

export function useInvocation(id: string) {
  return useQuery({ queryKey: keys.invocation(id), queryFn: ({ signal }) => invocationsApi.get(id, signal) });
}

/** An invocation's log. Records are written behind the answer, so a fresh one is asked for a few times. */
export function useInvocationLogs(id: string, fresh: boolean) {
  return useQuery({
    queryKey: keys.invocationLogs(id),
    queryFn: ({ signal }) => invocationsApi.logs(id, signal),
    retry: (failures, error) =>
      error instanceof Problem && (error.retryable || (fresh && error.status === 404)) && failures < 4,
    retryDelay: 500,
    refetchInterval: ({ state }) => (fresh && state.dataUpdateCount < 4 && state.data?.length === 0 ? 500 : false),
  });
}
