import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys } from "../api/queries";
import { triggersApi, type Chosen } from "../api/triggers";
import { failed, told } from "../parts/notify";

export function useTriggers() {
  return useQuery({ queryKey: keys.triggers, queryFn: ({ signal }) => triggersApi.list(signal), refetchInterval: 3_000 });
}

export function useTrigger(name: string) {
  return useQuery({ queryKey: keys.trigger(name), queryFn: ({ signal }) => triggersApi.get(name, signal), refetchInterval: 3_000 });
}

export function useDeadLetters(name: string) {
  return useInfiniteQuery({
    queryKey: keys.deadLetters(name),
    queryFn: ({ signal, pageParam }) => triggersApi.deadLetters(name, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.next === null ? null : String(last.items.at(-1)?.id ?? "")),
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : 3_000),
    select: (data) => data.pages.flatMap((part) => part.items),
  });
}

/** Changes a trigger; what was refused is told. */
export function useTriggerChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ change }: { name: string; change: () => Promise<unknown> }) => change(),
    onError: (error, { name }) => failed(`${name} was not changed`, error),
    onSettled: () => client.invalidateQueries({ queryKey: keys.triggers }),
  });
}

/** Redrives or drops dead letters and says how many. */
export function useDeadLetterChange(name: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ verb, chosen }: { verb: "redrive" | "drop"; chosen: Chosen }) => ({
      verb,
      ...(await triggersApi[verb](name, chosen)),
    }),
    onSuccess: ({ verb, count }) => told(`${count} ${verb === "redrive" ? "will be delivered again" : "dropped"}`),
    onError: (error) => failed("The dead letters were not changed", error),
    onSettled: () => client.invalidateQueries({ queryKey: keys.triggers }),
  });
}
