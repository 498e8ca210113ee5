import { Box } from "@mantine/core";
import { useState } from "react";
import { CodeEditor } from "../editor/CodeEditor";
import { languageOf } from "../editor/languageOf";
import { Failure } from "../parts/Failure";
import type { FileMarks } from "./codeProblems";
import { FileTabs } from "./FileTabs";
import type { DraftControls } from "./useDraft";
import classes from "./Workbench.module.css";

interface Props {
  controls: DraftControls;
  marks: FileMarks;
  error: unknown;
  onDismissError: () => void;
  onSave: () => void;
  onRun: () => void;
}

const noMarks: FileMarks[string] = [];

/** The bundle's files and the editor of the chosen one. */
export function CodePane({ controls, marks, error, onDismissError, onSave, onRun }: Props) {
  const { draft } = controls;
  const [chosen, setChosen] = useState<string | null>(null);
  const [marksSeen, setMarksSeen] = useState(marks);
  const paths = [draft.handler, ...Object.keys(draft.files).filter((path) => path !== draft.handler).toSorted()];

  if (marks !== marksSeen) {
    setMarksSeen(marks);
    const wrong = Object.keys(marks)[0];
    if (wrong !== undefined) setChosen(wrong);
  }
  const path = chosen !== null && chosen in draft.files ? chosen : draft.handler;

  return (
    <section className={classes["code"]} aria-label="Code">
      <FileTabs paths={paths} handler={draft.handler} chosen={path} onChoose={setChosen} marks={marks} controls={controls} />
      <div className={classes["editor"]} id="file-editor" role="tabpanel" aria-label={path}>
        <CodeEditor
          key={path}
          fill
          label={`Code of ${path}`}
          language={languageOf(path)}
          value={draft.files[path] ?? ""}
          marks={marks[path] ?? noMarks}
          onChange={(text) => controls.edit(path, text)}
          onSave={onSave}
          onRun={onRun}
        />
      </div>
      {error !== null && error !== undefined && (
        <Box p="sm" style={{ borderTop: "1px solid var(--line)", maxHeight: "35%", overflow: "auto" }}>
          <Failure error={error} what="Not saved; the live version still serves" retry={onDismissError} retryLabel="Dismiss" />
        </Box>
      )}
    </section>
  );
}
