import { MergeView } from "@codemirror/merge";
import { syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { extensionOf, type Language } from "./languages";
import { editorTheme, highlighting } from "./look";
import classes from "./CodeMirrorCompare.module.css";

export interface CompareProps {
  before: string;
  after: string;
  beforeLabel: string;
  afterLabel: string;
  language: Language;
}

export function CodeMirrorCompare({ before, after, beforeLabel, afterLabel, language }: CompareProps) {
  const host = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (host.current === null) return undefined;
    const side = (doc: string, label: string) => ({
      doc,
      extensions: [
        lineNumbers(),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
        extensionOf(language),
        syntaxHighlighting(highlighting),
        editorTheme(false, 0, 100_000),
      ],
    });
    const view = new MergeView({
      parent: host.current,
      a: side(before, beforeLabel),
      b: side(after, afterLabel),
      collapseUnchanged: { margin: 4, minSize: 8 },
      gutter: true,
    });
    return () => view.destroy();
  }, [before, after, beforeLabel, afterLabel, language]);

  return <div ref={host} className={classes["compare"]} />;
}
