import { call } from "./client";

export interface Route {
  method: string;
  path: string;
  function: string;
}

export const routesApi = {
  list: (signal?: AbortSignal) => call<Route[]>("/api/v1/routes", { signal }),
};
