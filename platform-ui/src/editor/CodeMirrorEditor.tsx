import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { setDiagnostics } from "@codemirror/lint";
import { useEffect, useRef } from "react";
import { place, type Mark } from "./diagnostics";
import { extensionsOf } from "./extensions";
import type { Language } from "./languages";

/** Language, label and size belong to a mounted editor; give another file another key. */
export interface EditorProps {
  value: string;
  language: Language;
  label: string;
  onChange?: (value: string) => void;
  onSave?: () => void;
  onRun?: () => void;
  /** Places to underline; new ones replace the old. */
  marks?: readonly Mark[];
  readOnly?: boolean;
  minHeight?: number;
  maxHeight?: number;
  /** Take the height of the parent instead of that of the text. */
  fill?: boolean;
}

export function CodeMirrorEditor(props: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    const parent = host.current;
    if (parent === null) return undefined;
    const editor = new EditorView({ parent, state: stateOf(latest) });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === props.value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: props.value } });
  }, [props.value]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const found = place(editor.state.doc, props.marks ?? []);
    editor.dispatch(setDiagnostics(editor.state, found));
    const first = found[0];
    if (first) editor.dispatch({ selection: { anchor: first.from }, effects: EditorView.scrollIntoView(first.from, { y: "center" }) });
  }, [props.marks]);

  return <div ref={host} style={{ height: props.fill ? "100%" : undefined, minWidth: 0 }} data-editor={props.label} />;
}

function stateOf(latest: { current: EditorProps }): EditorState {
  const props = latest.current;
  const changed: Extension = EditorView.updateListener.of((update) => {
    if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
  });
  const extensions = extensionsOf(props, {
    save: () => latest.current.onSave?.(),
    run: () => latest.current.onRun?.(),
  });
  return EditorState.create({ doc: props.value, extensions: [extensions, changed] });
}
