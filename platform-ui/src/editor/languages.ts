import type { CompletionSource } from "@codemirror/autocomplete";
import { javascript, javascriptLanguage } from "@codemirror/lang-javascript";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { StreamLanguage } from "@codemirror/language";
import { lua } from "@codemirror/legacy-modes/mode/lua";
import { linter } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import type { Extension } from "@codemirror/state";
import { javascriptCompletions, luaCompletions } from "./completions";

/** Where a language keeps what extensions know of it. */
type Facets = typeof luaLanguage.data;

export type Language = "lua" | "javascript" | "json" | "text";

const luaLanguage = StreamLanguage.define(lua);
const parseJson = jsonParseLinter();

export function extensionOf(language: Language): Extension {
  switch (language) {
    case "lua":
      return [luaLanguage, luaLanguage.data.of({ commentTokens: { line: "--" } }), completing(luaLanguage.data, luaCompletions)];
    case "javascript":
      return [javascript(), completing(javascriptLanguage.data, javascriptCompletions)];
    case "json":
      return [json(), linter(jsonProblems)];
    case "text":
      return [];
  }
}

function completing(data: Facets, sources: readonly CompletionSource[]): Extension {
  return sources.map((autocomplete) => data.of({ autocomplete }));
}

/** An empty field counts as no input, not as broken JSON. */
function jsonProblems(view: EditorView) {
  return view.state.doc.toString().trim() === "" ? [] : parseJson(view);
}
