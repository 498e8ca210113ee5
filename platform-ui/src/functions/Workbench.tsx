import { useHotkeys } from "@mantine/hooks";
import { useState } from "react";
import { useSearchParams } from "react-router";
import type { Code, FunctionSummary, FunctionVersion } from "../api/functions";
import { Problem } from "../api/problem";
import { CodePane } from "./CodePane";
import { marksOfProblem, type FileMarks } from "./codeProblems";
import { FunctionHeader } from "./FunctionHeader";
import { LeaveGuard } from "./LeaveGuard";
import { SidePanel } from "./SidePanel";
import { useDraft } from "./useDraft";
import { useRun } from "./useRun";
import { useSaveFunction } from "./useFunctions";
import { told } from "../parts/notify";
import { VersionNotice } from "./VersionNotice";
import classes from "./Workbench.module.css";

interface Props {
  fn: FunctionSummary;
  version: Code & FunctionVersion;
}

/** A function's editor with everything around it. */
export function Workbench({ fn, version }: Props) {
  const controls = useDraft(version.number, version);
  const save = useSaveFunction();
  const [, setParameters] = useSearchParams();
  const [marks, setMarks] = useState<FileMarks>({});

  /** Saves what is not saved yet; rejects when the server refuses it. */
  const saveNow = async () => {
    if (!controls.dirty || save.isPending) return;
    const code = controls.code;
    try {
      const saved = await save.mutateAsync({ name: fn.name, code });
      const number = saved.version;
      controls.saved(number, code);
      setMarks({});
      setParameters(withoutVersion, { replace: true });
      told(saved.newVersion ? `Saved as version ${number}, now live` : `Version ${number} has this code already; it is live`);
    } catch (error) {
      setMarks(marksOfProblem(Problem.of(error), Object.keys(code.files)));
      throw error;
    }
  };
  const trySave = () => void saveNow().catch(() => undefined);
  const runner = useRun(fn.name, saveNow);
  useHotkeys([
    ["mod+S", trySave],
    ["mod+Enter", runner.run],
  ], []);

  return (
    <div className={classes["bench"]}>
      <FunctionHeader fn={fn} dirty={controls.dirty} saving={save.isPending} onSave={trySave} onRevert={controls.revert} />
      <VersionNotice fn={fn} controls={controls} shown={version.number} />
      <div className={classes["panes"]}>
        <CodePane
          controls={controls}
          marks={marks}
          error={save.error}
          onDismissError={save.reset}
          onSave={trySave}
          onRun={runner.run}
        />
        <SidePanel fn={fn} runner={runner} dirty={controls.dirty} shown={version.number} onPlace={setMarks} onSave={trySave} files={controls.draft.files} />
      </div>
      <LeaveGuard dirty={controls.dirty} />
    </div>
  );
}

function withoutVersion(parameters: URLSearchParams) {
  parameters.delete("version");
  return parameters;
}
