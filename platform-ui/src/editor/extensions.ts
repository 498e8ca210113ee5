import { closeBrackets } from "@codemirror/autocomplete";
import { indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter } from "@codemirror/lint";
import { EditorState, Prec, type Extension } from "@codemirror/state";
import { EditorView, keymap, type KeyBinding } from "@codemirror/view";
import { basicSetup, minimalSetup } from "codemirror";
import type { EditorProps } from "./CodeMirrorEditor";
import { extensionOf } from "./languages";
import { editorTheme, highlighting } from "./look";

interface Commands {
  save: () => void;
  run: () => void;
}

export function extensionsOf(props: EditorProps, commands: Commands): Extension[] {
  return [
    Prec.highest(keymap.of([command("Mod-s", commands.save), command("Mod-Enter", commands.run)])),
    // Escape first, then Tab, leaves the editor: nobody is trapped in it.
    keymap.of([indentWithTab]),
    props.fill ? [basicSetup, lintGutter()] : [minimalSetup, bracketMatching(), closeBrackets(), EditorView.lineWrapping],
    indentUnit.of("  "),
    EditorState.tabSize.of(2),
    EditorState.readOnly.of(props.readOnly ?? false),
    EditorView.contentAttributes.of({ "aria-label": props.label, spellcheck: "false" }),
    extensionOf(props.language),
    syntaxHighlighting(highlighting),
    editorTheme(props.fill ?? false, props.minHeight, props.maxHeight),
  ];
}

function command(key: string, run: () => void): KeyBinding {
  return {
    key,
    preventDefault: true,
    run: () => {
      run();
      return true;
    },
  };
}
