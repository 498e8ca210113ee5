import { render, screen } from "@testing-library/react";
import { Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { describe, expect, it, vi } from "vitest";
import { CodeMirrorEditor } from "./CodeMirrorEditor";
import { place } from "./diagnostics";
import { languageOf } from "./languageOf";

function viewOf(label: string): EditorView {
  const view = EditorView.findFromDOM(screen.getByLabelText(label));
  if (view === null) throw new Error("no editor");
  return view;
}

describe("CodeMirrorEditor", () => {
  it("reports edits and takes over a new text", () => {
    const changed = vi.fn();
    const { rerender } = render(<CodeMirrorEditor label="Code" language="lua" value="return 1" onChange={changed} />);
    const view = viewOf("Code");

    view.dispatch({ changes: { from: 7, to: 8, insert: "2" } });
    expect(changed).toHaveBeenLastCalledWith("return 2");

    rerender(<CodeMirrorEditor label="Code" language="lua" value="return 3" onChange={changed} />);
    expect(view.state.doc.toString()).toBe("return 3");
  });

  it("highlights Lua and JavaScript", () => {
    render(<CodeMirrorEditor label="Lua" language="lua" value="local x = 'a'" />);
    render(<CodeMirrorEditor label="JS" language="javascript" value="const x = 'a';" />);

    for (const label of ["Lua", "JS"]) {
      expect(screen.getByLabelText(label).querySelectorAll(".cm-line span").length).toBeGreaterThan(1);
    }
  });
});

describe("place", () => {
  const text = Text.of(["one", "  two", ""]);

  it("underlines a line from its first character", () => {
    expect(place(text, [{ line: 2, message: "m" }])).toEqual([{ from: 6, to: 9, severity: "error", message: "m" }]);
  });

  it("begins at the column", () => expect(place(text, [{ line: 2, column: 4, message: "m" }])[0]?.from).toBe(7));

  it("stays inside the text", () => {
    expect(place(text, [{ line: 99, column: 99, message: "m" }])[0]).toMatchObject({ from: 10, to: 10 });
    expect(place(text, [{ line: 0, message: "m" }])[0]?.from).toBe(0);
  });
});

describe("languageOf", () => {
  it.each([
    ["main.lua", "lua"],
    ["a/b.MJS", "javascript"],
    ["data.json", "json"],
    ["README", "text"],
  ])("%s is %s", (path, language) => expect(languageOf(path)).toBe(language));
});
