import { createStore, useStore } from "./store";

const reachable = createStore(true);

/** Whether the last call got any answer. */
export const connection = {
  up: () => reachable.set(true),
  down: () => reachable.set(false),
};

export function useReachable(): boolean {
  return useStore(reachable);
}
