import type { Span } from "../api/traces";

interface Nested {
  span: Span;
  depth: number;
}

/** Parents before their children; a span whose parent is not known stands at the top. */
export function nested(spans: Span[]): Nested[] {
  const known = new Set(spans.map((span) => span.spanId));
  const below = (parent: string | undefined, depth: number): Nested[] =>
    spans
      .filter((span) =>
        parent === undefined
          ? span.parentSpanId === undefined || !known.has(span.parentSpanId)
          : span.parentSpanId === parent,
      )
      .flatMap((span) => [{ span, depth }, ...below(span.spanId, depth + 1)]);
  return below(undefined, 0);
}
