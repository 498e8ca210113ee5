import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { topicsApi } from "../api/topics";
import { keys } from "../api/queries";

const EVENTS = 50;

export function useTopics() {
  return useQuery({ queryKey: keys.topics, queryFn: ({ signal }) => topicsApi.list(signal), refetchInterval: 5_000 });
}

export function useTopic(name: string) {
  return useQuery({ queryKey: keys.topic(name), queryFn: ({ signal }) => topicsApi.get(name, signal) });
}

/** The events of a topic, newest first, and older ones on demand. */
export function useEvents(topic: string, key: string | null) {
  return useInfiniteQuery({
    queryKey: keys.events(topic, key),
    queryFn: ({ signal, pageParam }) => topicsApi.events(topic, { key, before: pageParam, limit: EVENTS }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.older ?? null,
    select: (data) => data.pages.flatMap((part) => part.events),
  });
}

export function useCreateTopic() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, partitions }: { name: string; partitions: number }) => topicsApi.create(name, partitions),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.topics }),
  });
}
