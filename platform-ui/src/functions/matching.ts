import type { FunctionSummary } from "../api/functions";
import type { Route } from "../api/routes";

export interface ListedFunction extends FunctionSummary {
  routes: Route[];
}

/** The functions that hold every word of the search in their name, runtime or routes, by name. */
export function matching(functions: readonly FunctionSummary[], routes: readonly Route[], search: string): ListedFunction[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return functions
    .map((each) => ({ ...each, routes: routes.filter((route) => route.function === each.name) }))
    .filter((each) => {
      const text = [each.name, each.runtime, ...each.routes.map((route) => `${route.method} ${route.path}`)];
      const haystack = text.join(" ").toLowerCase();
      return words.every((word) => haystack.includes(word));
    })
    .toSorted((left, right) => left.name.localeCompare(right.name));
}
