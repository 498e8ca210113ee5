import type { Route } from "../api/routes";

/** Where the gateway of this server listens, as seen from this browser. */
export function gatewayOf(location: { hostname: string }, port: number | undefined): string {
  return `http://${location.hostname}:${port ?? 3000}`;
}

/** A command line that sends a request to a route; parameters stay for the reader to fill in. */
export function commandOf(gateway: string, route: Pick<Route, "method" | "path">): string {
  const method = route.method === "ANY" ? "GET" : route.method;
  const withBody = ["POST", "PUT", "PATCH"].includes(method);
  const options = method === "GET" ? "" : method === "HEAD" ? " --head" : ` -X ${method}`;
  const body = withBody ? " -H 'Content-Type: application/json' -d '{}'" : "";
  return `curl${options}${body} '${gateway}${route.path}'`;
}
