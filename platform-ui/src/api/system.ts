import { useQuery } from "@tanstack/react-query";
import { call } from "./client";
import type { Problem } from "./problem";

/** What the server says of itself; older servers say less. */
export interface System {
  version?: string;
  production?: boolean;
  gatewayPort?: number;
}

export const fetchSystem = (token?: string) => call<System>("/api/v1/system", token === undefined ? {} : { token });

export function useSystem(options: { pollWhile?: boolean } = {}) {
  return useQuery<System, Problem>({
    queryKey: ["system"],
    queryFn: () => fetchSystem(),
    staleTime: 60_000,
    refetchInterval: options.pollWhile ? 3_000 : false,
  });
}
