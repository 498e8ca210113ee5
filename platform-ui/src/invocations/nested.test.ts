import { describe, expect, it } from "vitest";
import type { Span } from "../api/traces";
import { nested } from "./nested";

const span = (spanId: string, parentSpanId?: string): Span => ({
  spanId,
  ...(parentSpanId === undefined ? {} : { parentSpanId }),
  kind: "function",
  name: spanId,
  startedAt: "2026-03-01T10:00:00Z",
  durationMs: 1,
});

describe("nested", () => {
  it("puts children behind their parents", () => {
    const all = nested([span("b", "a"), span("a", "client"), span("c", "b"), span("d", "a")]);

    expect(all.map(({ span: { spanId }, depth }) => `${spanId}${depth}`)).toEqual(["a0", "b1", "c2", "d1"]);
  });

  it("keeps spans whose parents are not known", () => {
    expect(nested([span("x", "gone"), span("y")]).map(({ depth }) => depth)).toEqual([0, 0]);
  });
});
