import { Text } from "@mantine/core";
import type { Route } from "../api/routes";

/** The first routes of a function, and how many more there are. */
export function RouteText({ routes, show = 2 }: { routes: readonly Route[]; show?: number }) {
  if (routes.length === 0) return <span className="faint">none</span>;
  return (
    <Text size="sm" component="span">
      {routes.slice(0, show).map((route, index) => (
        <span key={`${route.method} ${route.path}`} className="mono">
          {index > 0 && ", "}
          <span className="faint">{route.method}</span> {route.path}
        </span>
      ))}
      {routes.length > show && <span className="faint"> and {routes.length - show} more</span>}
    </Text>
  );
}
