import { Button, Group, Kbd, Stack, Text } from "@mantine/core";
import { useOs } from "@mantine/hooks";
import type { Files, FunctionSummary } from "../api/functions";
import { CodeEditor } from "../editor/CodeEditor";
import { Answer } from "../invocations/Answer";
import { InvocationLogs } from "../invocations/InvocationLogs";
import { Failure } from "../parts/Failure";
import { Icon } from "../parts/Icon";
import { marksOf, type FileMarks } from "./codeProblems";
import panel from "./SidePanel.module.css";
import type { Runner } from "./useRun";

interface Props {
  fn: FunctionSummary;
  runner: Runner;
  dirty: boolean;
  files: Files;
  onPlace: (marks: FileMarks) => void;
  onSave: () => void;
}

/** Runs the function with a JSON input and shows what it came to. */
export function InvokePanel({ fn, runner, dirty, files, onPlace, onSave }: Props) {
  const mac = useOs() === "macos";
  const { answer } = runner;
  const marks = typeof answer?.error === "string" ? marksOf(answer.error, Object.keys(files)) : {};
  return (
    <Stack gap="md">
      <Stack gap={6}>
        <Text size="sm" fw={550}>
          Input
        </Text>
        <div className={`${panel["field"]} ${runner.inputProblem ? panel["wrong"] : ""}`}>
          <CodeEditor
            label="Input as JSON"
            language="json"
            value={runner.input}
            onChange={runner.setInput}
            onSave={onSave}
            onRun={runner.run}
            minHeight={96}
            maxHeight={220}
          />
        </div>
        {runner.inputProblem !== null && (
          <Text size="xs" c="red" role="alert">
            {runner.inputProblem}
          </Text>
        )}
      </Stack>
      <Group gap="sm">
        <Button
          leftSection={<Icon name="play" size={14} />}
          onClick={runner.run}
          loading={runner.running}
          disabled={runner.inputProblem !== null}
        >
          {dirty ? "Save and run" : "Run"}
        </Button>
        {runner.running ? (
          <Button variant="default" leftSection={<Icon name="stop" size={14} />} onClick={runner.stop}>
            Stop
          </Button>
        ) : (
          <Kbd size="xs">{mac ? "⌘ ↵" : "Ctrl ↵"}</Kbd>
        )}
        <Text size="xs" c="dimmed" ml="auto">
          {fn.liveVersion === null ? "no live version" : `runs ${dirty ? "the new version" : `version ${fn.liveVersion}`}`}
        </Text>
      </Group>
      {runner.error !== null && (
        <Failure error={runner.error} what={runner.error.retryable ? "Not run" : undefined} retry={runner.run} />
      )}
      {answer !== null && (
        <div aria-live="polite" style={{ opacity: runner.running ? 0.55 : 1 }}>
          <Answer answer={answer} {...(Object.keys(marks).length > 0 && { onPlace: () => onPlace(marks) })} />
          <InvocationLogs key={answer.id} id={answer.id} fresh />
        </div>
      )}
    </Stack>
  );
}
