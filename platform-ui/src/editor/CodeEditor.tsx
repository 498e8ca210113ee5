import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { EditorProps } from "./CodeMirrorEditor";

const CodeMirrorEditor = lazy(() => import("./CodeMirrorEditor").then((module) => ({ default: module.CodeMirrorEditor })));

/** The editor, fetched when it is first shown. */
export function CodeEditor(props: EditorProps) {
  return (
    <Suspense fallback={<Skeleton h={props.fill ? "100%" : (props.minHeight ?? 120)} radius={0} aria-label="Loading the editor" />}>
      <CodeMirrorEditor {...props} />
    </Suspense>
  );
}
