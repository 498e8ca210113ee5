import { call, pages } from "./client";

export interface Route {
  id: number;
  owner: string;
  method: string;
  path: string;
  /** Missing when somebody else than a function answers. */
  function?: string;
}

export type NewRoute = Pick<Route, "method" | "path"> & { function: string };

export const routesApi = {
  list: (signal?: AbortSignal) => pages<Route>("/api/v1/routes?limit=1000", signal),
  add: (route: NewRoute) => call<Route>("/api/v1/routes", { method: "POST", body: route }),
  remove: (id: number) => call<void>(`/api/v1/routes/${id}`, { method: "DELETE" }),
};
