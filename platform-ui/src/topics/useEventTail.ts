import { useEffect, useState } from "react";
import { readEvents } from "../api/events";
import { Problem } from "../api/problem";
import { topicsApi, type TopicEvent } from "../api/topics";

const KEPT = 500;

export interface EventTail {
  /** The newest first. */
  events: readonly TopicEvent[];
  connected: boolean;
  error: Problem | null;
}

const nothing: EventTail = { events: [], connected: false, error: null };

/** Follows a topic while it is wanted; a stream that ends is continued after the last event that came. */
export function useEventTail(topic: string, key: string | null, wanted: boolean): EventTail {
  const source = `${topic} ${key} ${wanted}`;
  const [state, setState] = useState({ source, tail: nothing });

  useEffect(() => {
    if (!wanted) return;
    const setTail = (change: (old: EventTail) => EventTail) =>
      setState((old) => ({ source, tail: change(old.source === source ? old.tail : nothing) }));
    const controller = new AbortController();
    const { signal } = controller;
    let waiting: TopicEvent[] = [];
    let lastId: string | null = null;
    const flush = setInterval(() => {
      if (waiting.length === 0) return;
      const arrived = waiting.toReversed();
      waiting = [];
      setTail((old) => ({ ...old, events: [...arrived, ...old.events].slice(0, KEPT) }));
    }, 150);

    const follow = async () => {
      for (let attempt = 0; !signal.aborted; attempt++) {
        try {
          await readEvents(
            topicsApi.tailPath(topic, key),
            signal,
            ({ event, data, id }) => {
              if (event === "event") {
                waiting.push(JSON.parse(data) as TopicEvent);
                lastId = id;
              } else if (event === "failed") {
                throw new Problem(0, "The stream ended", (JSON.parse(data) as { detail: string }).detail);
              }
            },
            () => {
              attempt = 0;
              setTail((old) => ({ ...old, connected: true, error: null }));
            },
            lastId,
          );
          setTail((old) => ({ ...old, connected: false }));
        } catch (failure) {
          if (signal.aborted) return;
          setTail((old) => ({ ...old, connected: false, error: Problem.of(failure) }));
        }
        await new Promise((resolve) => setTimeout(resolve, Math.min(500 * 2 ** attempt, 8_000)));
      }
    };
    void follow();
    return () => {
      clearInterval(flush);
      controller.abort();
    };
  }, [source, topic, key, wanted]);

  return state.source === source ? state.tail : nothing;
}
