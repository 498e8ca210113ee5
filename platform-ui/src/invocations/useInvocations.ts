import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { invocationsApi, type InvocationFilter } from "../api/invocations";
import { Problem } from "../api/problem";
import { keys } from "../api/queries";

/**
 * The invocations of a filter, newest first, and older ones on demand. The newest are read again every few
 * seconds while the page is visible and nothing older was asked for.
 */
export function useInvocations(filter: InvocationFilter) {
  return useInfiniteQuery({
    queryKey: keys.invocationList(filter),
    queryFn: ({ signal, pageParam }) => invocationsApi.list({ ...filter, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.next === null ? null : (last.items.at(-1)?.id ?? null)),
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : 4_000),
    placeholderData: (previous) => previous,
    select: (data) => data.pages.flatMap((page) => page.items),
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
