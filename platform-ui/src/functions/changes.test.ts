import { expect, it } from "vitest";
import { changesOf } from "./changes";

it("tells which files two bundles differ in", () => {
  const before = { "main.lua": "1", "same.lua": "", "gone.lua": "" };
  const after = { "main.lua": "2", "same.lua": "", "b.lua": "" };

  expect(changesOf(before, after)).toEqual([
    { path: "b.lua", kind: "added" },
    { path: "gone.lua", kind: "removed" },
    { path: "main.lua", kind: "changed" },
  ]);
});
