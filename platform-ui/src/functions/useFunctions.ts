import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { functionsApi, type Code, type Environment, type FunctionSummary, type FunctionVersion } from "../api/functions";
import { keys } from "../api/queries";
import { routesApi, type NewRoute } from "../api/routes";

export function useFunctions() {
  return useQuery({ queryKey: keys.functions, queryFn: ({ signal }) => functionsApi.list(signal) });
}

export function useRoutes() {
  return useQuery({ queryKey: keys.routes, queryFn: ({ signal }) => routesApi.list(signal), staleTime: 10_000 });
}

/** Adds or removes a route, and reads the routes anew. */
export function useChangeRoutes() {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.routes });
  const add = useMutation({ mutationFn: (route: NewRoute) => routesApi.add(route), onSuccess: refresh });
  const remove = useMutation({ mutationFn: (id: number) => routesApi.remove(id), onSuccess: refresh });
  return { add, remove };
}

export function useFunction(name: string) {
  return useQuery({ queryKey: keys.function(name), queryFn: ({ signal }) => functionsApi.get(name, signal) });
}

export function useVersions(name: string) {
  return useQuery({ queryKey: keys.versions(name), queryFn: ({ signal }) => functionsApi.versions(name, signal) });
}

/** A version's code; versions never change, so it is read once. */
export function useVersion(name: string, number: number | null) {
  return useQuery({
    queryKey: keys.version(name, number ?? 0),
    queryFn: ({ signal }) => functionsApi.version(name, number ?? 0, signal),
    enabled: number !== null,
    staleTime: Infinity,
    placeholderData: (previous) => previous,
  });
}

export function useEnvironment(name: string) {
  return useQuery({ queryKey: keys.environment(name), queryFn: ({ signal }) => functionsApi.environment(name, signal) });
}

/** Saves code. What that changed is known here at once, so that nothing flickers while it is read anew. */
export function useSaveFunction() {
  const client = useQueryClient();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ name, code }: { name: string; code: Code }) => functionsApi.save(name, code),
    onSuccess: ({ version, hash, live }, { name, code }) => {
      const made = { ...code, number: version, hash, size: 0, live, createdAt: new Date().toISOString() };
      client.setQueryData<Code & FunctionVersion>(keys.version(name, version), (old) => old ?? made);
      if (live) {
        client.setQueryData<FunctionSummary>(keys.function(name), (old) => old && { ...old, liveVersion: version });
      }
      void refresh();
    },
  });
}

export function useMakeLive(name: string) {
  const refresh = useRefresh();
  return useMutation({ mutationFn: (version: number) => functionsApi.makeLive(name, version), onSuccess: refresh });
}

export function useDeleteFunction() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => functionsApi.remove(name),
    onSuccess: async (_, name) => {
      client.removeQueries({ queryKey: keys.function(name) });
      await client.invalidateQueries({ queryKey: keys.functions, exact: true });
    },
  });
}

export function useSetEnvironment(name: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (environment: Environment) => functionsApi.setEnvironment(name, environment),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.environment(name) }),
  });
}

function useRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keys.functions });
}
