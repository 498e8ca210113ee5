import { act, renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Code } from "../api/functions";
import { useDraft } from "./useDraft";

const code = (text: string): Code => ({ runtime: "lua", handler: "main.lua", files: { "main.lua": text } });

function draftOf(version: number, text: string) {
  return renderHook(({ number, loaded }: { number: number; loaded: Code }) => useDraft(number, loaded), {
    initialProps: { number: version, loaded: code(text) },
  });
}

describe("useDraft", () => {
  it("is dirty while the text differs from what was saved", () => {
    const { result } = draftOf(1, "a");

    act(() => result.current.edit("main.lua", "b"));
    expect(result.current.dirty).toBe(true);
    act(() => result.current.edit("main.lua", "a"));
    expect(result.current.dirty).toBe(false);
  });

  it("counts an added and a removed file as changes", () => {
    const { result } = draftOf(1, "a");

    act(() => result.current.edit("b.lua", ""));
    expect(result.current.dirty).toBe(true);
    act(() => result.current.remove("b.lua"));
    expect(result.current.dirty).toBe(false);
  });

  it("takes over a new version when nothing would be lost", () => {
    const { result, rerender } = draftOf(1, "a");

    rerender({ number: 2, loaded: code("two") });

    expect(result.current.draft).toMatchObject({ base: 2, files: { "main.lua": "two" } });
  });

  it("keeps edits when another version goes live, until they are discarded", () => {
    const { result, rerender } = draftOf(1, "a");
    act(() => result.current.edit("main.lua", "mine"));

    rerender({ number: 2, loaded: code("theirs") });
    expect(result.current.draft).toMatchObject({ base: 1, files: { "main.lua": "mine" } });

    act(() => result.current.revert());
    expect(result.current.draft).toMatchObject({ base: 2, files: { "main.lua": "theirs" } });
  });

  it("keeps what was typed while a save was under way", () => {
    const { result } = draftOf(1, "a");
    act(() => result.current.edit("main.lua", "b"));
    const sent = result.current.code;
    act(() => result.current.edit("main.lua", "bc"));

    act(() => result.current.saved(2, sent));

    expect(result.current.draft.base).toBe(2);
    expect(result.current.draft.files).toEqual({ "main.lua": "bc" });
    expect(result.current.dirty).toBe(true);
  });

  it("does not fall back to the old version between a save and its reading", () => {
    const { result, rerender } = draftOf(1, "a");
    act(() => result.current.edit("main.lua", "b"));
    act(() => result.current.saved(2, result.current.code));

    rerender({ number: 1, loaded: code("a") });
    expect(result.current.draft.files).toEqual({ "main.lua": "b" });

    rerender({ number: 2, loaded: code("b") });
    expect(result.current.draft).toMatchObject({ base: 2, overtaken: false, files: { "main.lua": "b" } });
  });

  it("tells its own save from somebody else's version", () => {
    const { result, rerender } = draftOf(1, "a");
    act(() => result.current.edit("main.lua", "mine"));

    rerender({ number: 2, loaded: code("theirs") });
    expect(result.current.draft.overtaken).toBe(true);

    act(() => result.current.saved(3, result.current.code));
    rerender({ number: 3, loaded: code("mine") });
    expect(result.current.draft.overtaken).toBe(false);
  });

  it("sends binary files back as they came", () => {
    const loaded = { ...code("a"), binaryFiles: { "logo.png": "iVBO" } };
    const { result } = renderHook(() => useDraft(1, loaded));

    act(() => result.current.edit("main.lua", "b"));

    expect(result.current.code).toEqual({ ...loaded, files: { "main.lua": "b" } });
  });
});
