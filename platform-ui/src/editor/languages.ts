import { javascript } from "@codemirror/lang-javascript";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { StreamLanguage } from "@codemirror/language";
import { lua } from "@codemirror/legacy-modes/mode/lua";
import { linter } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import type { Extension } from "@codemirror/state";

export type Language = "lua" | "javascript" | "json" | "text";

const luaLanguage = StreamLanguage.define(lua);
const parseJson = jsonParseLinter();

export function extensionOf(language: Language): Extension {
  switch (language) {
    case "lua":
      return [luaLanguage, luaLanguage.data.of({ commentTokens: { line: "--" } })];
    case "javascript":
      return javascript();
    case "json":
      return [json(), linter(jsonProblems)];
    case "text":
      return [];
  }
}

/** An empty field counts as no input, not as broken JSON. */
function jsonProblems(view: EditorView) {
  return view.state.doc.toString().trim() === "" ? [] : parseJson(view);
}
