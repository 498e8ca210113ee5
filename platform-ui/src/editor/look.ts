import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Colours are custom properties, so both schemes work without building the editor anew. */
export const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.controlKeyword], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.standard(tags.variableName)], color: "var(--code-function)" },
  { tag: [tags.propertyName, tags.attributeName, tags.definition(tags.propertyName)], color: "var(--code-property)" },
  { tag: tags.invalid, color: "var(--mantine-color-red-6)" },
]);

export function editorTheme(fill: boolean, minHeight = 120, maxHeight = 360) {
  return EditorView.theme({
    "&": {
      height: fill ? "100%" : "auto",
      fontSize: "13px",
      backgroundColor: "var(--surface)",
      color: "var(--code-text)",
    },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": {
      fontFamily: "var(--mantine-font-family-monospace)",
      lineHeight: "1.6",
      overflow: "auto",
      ...(fill ? {} : { minHeight: `${minHeight}px`, maxHeight: `${maxHeight}px` }),
    },
    ".cm-content": { padding: "10px 0", caretColor: "var(--mantine-primary-color-filled)" },
    ".cm-line": { padding: "0 12px" },
    ".cm-cursor": { borderLeftColor: "var(--mantine-primary-color-filled)", borderLeftWidth: "2px" },
    ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--code-gutter)", border: "none" },
    ".cm-activeLine": { backgroundColor: fill ? "var(--code-line)" : "transparent" },
    ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--code-text)" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
      backgroundColor: "var(--code-selection)",
    },
    ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--code-bracket)", outline: "none" },
    ".cm-tooltip": { backgroundColor: "var(--surface)", border: "1px solid var(--line)", borderRadius: "6px", color: "inherit" },
    ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--mantine-primary-color-filled)" },
    ".cm-panels": { backgroundColor: "var(--ground)", color: "inherit", borderColor: "var(--line)" },
    ".cm-foldPlaceholder": { backgroundColor: "var(--ground)", border: "1px solid var(--line)", color: "var(--faint)" },
  });
}
