import { describe, expect, it } from "vitest";
import { ago, clock, duration } from "./format";

describe("duration", () => {
  it.each([
    [0, "0 ms"],
    [0.0521, "0.05 ms"],
    [0.5, "0.5 ms"],
    [1.72, "1.7 ms"],
    [12.4, "12 ms"],
    [999, "999 ms"],
    [1_250, "1.25 s"],
    [5_000, "5 s"],
    [125_000, "2 min 5 s"],
  ])("writes %d ms as %s", (ms, text) => expect(duration(ms)).toBe(text));
});

describe("ago", () => {
  const now = Date.parse("2026-03-01T12:00:00Z");

  it.each([
    ["2026-03-01T11:59:30Z", "just now"],
    ["2026-03-01T11:59:00Z", "1 min. ago"],
    ["2026-03-01T11:20:00Z", "40 min. ago"],
    ["2026-03-01T09:00:00Z", "3 hr. ago"],
    ["2026-02-28T11:00:00Z", "yesterday"],
    ["not a time", ""],
  ])("tells %s as %s", (iso, text) => expect(ago(iso, now)).toBe(text));
});

describe("clock", () => {
  it("keeps milliseconds", () => expect(clock("2026-03-01T11:20:07.042Z")).toMatch(/^\d\d:20:07\.042$/));
  it("gives back what is no time", () => expect(clock("?")).toBe("?"));
});
