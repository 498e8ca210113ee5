import { ActionIcon, Tooltip } from "@mantine/core";
import { modals } from "@mantine/modals";
import { Icon } from "../parts/Icon";
import { AddFile } from "./AddFile";
import type { FileMarks } from "./codeProblems";
import type { DraftControls } from "./useDraft";
import classes from "./Workbench.module.css";

interface Props {
  paths: readonly string[];
  handler: string;
  chosen: string;
  onChoose: (path: string) => void;
  marks: FileMarks;
  controls: DraftControls;
}

export function FileTabs({ paths, handler, chosen, onChoose, marks, controls }: Props) {
  const add = () =>
    modals.open({
      title: "Add a file",
      centered: true,
      children: (
        <AddFile
          taken={paths}
          onAdd={(path) => {
            controls.edit(path, "");
            onChoose(path);
          }}
        />
      ),
    });

  return (
    <div className={classes["files"]}>
      <div role="tablist" aria-label="Files" style={{ display: "flex", gap: 2 }}>
        {paths.map((path) => (
          <button
            key={path}
            type="button"
            role="tab"
            aria-selected={path === chosen}
            aria-controls="file-editor"
            className={`${classes["file"]} ${marks[path] ? classes["wrong"] : ""}`}
            onClick={() => onChoose(path)}
            title={path === handler ? "The handler: its function answers" : path}
          >
            <Icon name={path === handler ? "functions" : "file"} size={14} />
            {path}
          </button>
        ))}
      </div>
      <Tooltip label="Add a file">
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Add a file" onClick={add}>
          <Icon name="plus" size={15} />
        </ActionIcon>
      </Tooltip>
      {chosen !== handler && (
        <Tooltip label={`Remove ${chosen} from the next version`}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            ml="auto"
            aria-label={`Remove ${chosen}`}
            onClick={() => controls.remove(chosen)}
          >
            <Icon name="trash" size={15} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}
