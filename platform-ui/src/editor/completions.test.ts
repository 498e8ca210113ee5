import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { luaModules, platformMembers } from "./completions";

function labels(source: typeof platformMembers, text: string): string[] {
  const context = new CompletionContext(EditorState.create({ doc: text }), text.length, true);
  return source(context)?.options.map((option) => option.label) ?? [];
}

describe("platformMembers", () => {
  it("knows what ctx offers", () => expect(labels(platformMembers, "x = ctx.re")).toContain("request_id"));
  it("knows the levels of the log", () => expect(labels(platformMembers, "ctx.log.")).toEqual(["debug", "info", "warn", "error"]));
  it("knows nothing of other tables", () => expect(labels(platformMembers, "mine.")).toEqual([]));
});

describe("luaModules", () => {
  it("offers modules inside require", () => expect(labels(luaModules, 'local t = require "to')).toContain("topics"));
  it("offers none in other strings", () => expect(labels(luaModules, 'local t = "to')).toEqual([]));
});
